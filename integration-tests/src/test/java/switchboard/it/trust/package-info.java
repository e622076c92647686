/** What a directory can do to those who work in it: hostile projects against the real CLI. */
@org.jspecify.annotations.NullMarked
package switchboard.it.trust;
