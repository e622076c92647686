@org.jspecify.annotations.NullMarked
package switchboard.web;
