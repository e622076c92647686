/**
 * The session files: one JSON file per chat in a directory of their own, as the durable-state plugin
 * {@code switchboard.persistence.file}.
 */
@org.jspecify.annotations.NullMarked
package switchboard.persistence.file;
