/** Sessions as files, which people carry to another chat or machine: the archive's form, and the port by which agents fill it. */
@NullMarked
package switchboard.archive;

import org.jspecify.annotations.NullMarked;
