@NullMarked
package switchboard.load;

import org.jspecify.annotations.NullMarked;
