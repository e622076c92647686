@NullMarked
package switchboard.loadtest;

import org.jspecify.annotations.NullMarked;
