/** Where chats are kept: each package below is one durable-state plugin that a host picks by configuration. */
@org.jspecify.annotations.NullMarked
package switchboard.persistence;
