/**
 * Trust in what a project brings: {@code ProjectScanner} finds what of a directory's files runs, redirects or allows something in
 * Claude Code, and gives its hash; a person trusts that hash and nothing else. It knows no actor; looking blocks.
 */
@NullMarked
package switchboard.claude.trust;

import org.jspecify.annotations.NullMarked;
