@NullMarked
package switchboard.openai;

import org.jspecify.annotations.NullMarked;
