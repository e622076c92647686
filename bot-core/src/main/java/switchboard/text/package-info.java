/** Text as people and shells write it. Pure; it knows no other package. */
@NullMarked
package switchboard.text;

import org.jspecify.annotations.NullMarked;
