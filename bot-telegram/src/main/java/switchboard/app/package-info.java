/** The runnable application: {@code Main} reads the environment, {@code Application} puts the parts together. */
@NullMarked
package switchboard.app;

import org.jspecify.annotations.NullMarked;
