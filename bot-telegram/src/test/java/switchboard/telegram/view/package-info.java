@org.jspecify.annotations.NullMarked
package switchboard.telegram.view;
