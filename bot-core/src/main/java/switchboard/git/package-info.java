/**
 * git repositories, by the program {@code git}: with argument vectors, without a shell, hooks, pagers and the network, and without
 * the programs that a repository's own configuration names unless its directory is trusted.
 */
@NullMarked
package switchboard.git;

import org.jspecify.annotations.NullMarked;
