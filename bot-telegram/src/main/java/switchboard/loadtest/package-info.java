/** {@code switchboard load-test}: a bot of its own, with the settings of this machine, under load on a Telegram of its own. */
@NullMarked
package switchboard.loadtest;

import org.jspecify.annotations.NullMarked;
