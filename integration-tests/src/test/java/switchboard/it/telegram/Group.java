package switchboard.it.telegram;

import switchboard.botapi.StoredChat;
import switchboard.it.telegram.FakeBotApi.Person;

/** A group nobody speaks in yet. */
public final class Group {
    private final FakeBotApi api;
    private final StoredChat chat;

    Group(FakeBotApi api, StoredChat chat) {
        this.api = api;
        this.chat = chat;
    }

    /** The group with its first member, who is the one that speaks and presses. */
    public Chat with(Person person) {
        api.groups().join(chat, person.user());
        return api.view(chat, person.user());
    }
}
