/** A transcriber for tests. */
@NullMarked
package switchboard.voice;

import org.jspecify.annotations.NullMarked;
