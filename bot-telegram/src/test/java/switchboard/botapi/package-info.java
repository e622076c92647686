@org.jspecify.annotations.NullMarked
package switchboard.botapi;
