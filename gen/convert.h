/* SPDX-License-Identifier: ISC */
/*
 * `bookmobile convert`: one Markdown file in, one bare rendition of its body
 * out, no capsule around it.
 */
#ifndef GEN_CONVERT_H
#define GEN_CONVERT_H

/*
 * argv[0] is "convert".  Exit status: 0, or 1 after messages on standard
 * error ("file:line: message" where the file is at fault).
 */
int convert_main(int argc, char **argv);

#endif
