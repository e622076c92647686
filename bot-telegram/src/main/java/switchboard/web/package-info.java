/**
 * The pages on loopback: one HTTP server behind a key, the board of all sessions, and the frames that keep open pages up to
 * date.
 */
@org.jspecify.annotations.NullMarked
package switchboard.web;
