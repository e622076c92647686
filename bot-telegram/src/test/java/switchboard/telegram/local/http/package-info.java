@org.jspecify.annotations.NullMarked
package switchboard.telegram.local.http;
