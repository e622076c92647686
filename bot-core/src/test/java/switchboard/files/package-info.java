/** What every host's way to fetch files keeps, as a test that each one's own test extends. */
@NullMarked
package switchboard.files;

import org.jspecify.annotations.NullMarked;
