/** The record of who did what: a port, which the host supplies. */
@NullMarked
package switchboard.audit;

import org.jspecify.annotations.NullMarked;
