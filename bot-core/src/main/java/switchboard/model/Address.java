package switchboard.model;

import org.jspecify.annotations.Nullable;

/**
 * Where a conversation takes place. Immutable.
 *
 * @param name the front's name of the chat
 * @param movingTo the chat in which the conversation continues; kept here, at rest, until it has arrived there
 */
public record Address(ChatId id, ChatName name, @Nullable ChatId movingTo) implements ChatPart {

    static Address of(ChatId id) {
        return new Address(id, ChatName.UNKNOWN, null);
    }

    /** @param by what a message tells of the chat's name; null for nothing, which changes nothing */
    public Address told(@Nullable ChatName by) {
        return by == null ? this : new Address(id, name.told(by, id), movingTo);
    }

    /** The chat is a topic, which has got another name. */
    public Address topicNamed(String topic) {
        return new Address(id, name.in(topic), movingTo);
    }

    /** The conversation will continue in another chat: from now on nothing runs here. */
    public Address movingTo(ChatId other) {
        return new Address(id, name, other);
    }

    /** The conversation has arrived in another chat. */
    Address in(ChatId other) {
        return new Address(other, name, null);
    }
}
