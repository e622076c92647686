/** The runnable application: {@code Main} reads the environment, and {@code Application} connects the parts. */
@NullMarked
package switchboard.app;

import org.jspecify.annotations.NullMarked;
