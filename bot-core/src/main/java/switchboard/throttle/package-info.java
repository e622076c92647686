/**
 * The limits on load: {@code Throttle}, a bulkhead (how many turns run at once), and {@code WarmPool} (how many Claude processes
 * stay alive).
 */
@NullMarked
package switchboard.throttle;

import org.jspecify.annotations.NullMarked;
