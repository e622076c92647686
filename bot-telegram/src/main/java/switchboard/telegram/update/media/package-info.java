/**
 * What people send besides text. One class for each kind turns a message into content; {@link switchboard.telegram.update.media.Media}
 * lists them.
 */
@NullMarked
package switchboard.telegram.update.media;

import org.jspecify.annotations.NullMarked;
