/** What people say in recordings: who transcribes them, and when. */
@NullMarked
package switchboard.voice;

import org.jspecify.annotations.NullMarked;
