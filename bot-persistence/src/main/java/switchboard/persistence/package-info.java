/** Placeholder. */
@org.jspecify.annotations.NullMarked
package switchboard.persistence;
