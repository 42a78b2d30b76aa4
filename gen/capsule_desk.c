/* SPDX-License-Identifier: ISC */
/*
 * What capsule.yaml says to the publisher's commands.
 */
#include "capsule_read.h"
#include "messages_settings.h"

/* Larger than anything that a page can be. */
#define MOST 100000000

void
capsule_read_budget(struct capsule_reading *r, const struct yaml_node *map)
{
	static const char *const keys[] = { "page", NULL };

	if (map == NULL)
		return;
	if (map->kind != YAML_MAP) {
		yaml_report(&r->reporter, map->line, MSG_SETTINGS_BUDGET);
		return;
	}
	(void)yaml_check_keys(map, keys, &r->reporter);
	capsule_number(r, map, "page", 0, MOST, &r->capsule->budget);
}
