/**
 * Trust in a project's files: {@code ProjectScanner} finds everything in a directory that runs, redirects or allows something in
 * Claude Code, and computes its hash. A person trusts that hash and nothing else. The package has no actors, and reading
 * directories blocks.
 */
@NullMarked
package switchboard.claude.trust;

import org.jspecify.annotations.NullMarked;
