@org.jspecify.annotations.NullMarked
package switchboard.app;
