/* SPDX-License-Identifier: ISC */
/*
 * `bookmobiled --check URL`: ask a server once, as a monitor does.
 */
#ifndef SERVER_PROBE_H
#define SERVER_PROBE_H

enum probe_status { PROBE_OK, PROBE_WARNING, PROBE_FAILING };

/*
 * Fetch a gemini:// or gopher:// URL, from its host or from `connect`
 * ("ADDRESS", "ADDRESS:PORT", "[ADDRESS]:PORT"; may be NULL), and print one
 * line on standard output.  Takes half a minute at most.
 */
enum probe_status probe_run(const char *url, const char *connect);

#endif
