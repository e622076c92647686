/** Session files on a real disk, and real actors over them. */
@org.jspecify.annotations.NullMarked
package switchboard.persistence.file;
