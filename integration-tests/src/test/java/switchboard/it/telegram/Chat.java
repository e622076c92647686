package switchboard.it.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import switchboard.it.telegram.FakeBotApi.Person;
import switchboard.it.telegram.People.Place;
import switchboard.it.telegram.StoredChat.Draft;
import switchboard.it.telegram.StoredChat.Standing;
import switchboard.it.telegram.StoredChat.Topic;

/**
 * A chat, or one topic of it, in the hands of one person. Immutable; what is done by {@code as(bob)} or in {@code
 * topic(id)} happens in the same chat.
 */
public final class Chat {
    private static final int CLIENT_CUT = 4096;
    private static final long NO_TOPIC = 0;

    private final FakeBotApi api;
    private final StoredChat chat;
    private final User speaker;
    private final long topic;

    Chat(FakeBotApi api, StoredChat chat, User speaker, long topic) {
        this.api = api;
        this.chat = chat;
        this.speaker = speaker;
        this.topic = topic;
    }

    public long id() {
        return chat.id;
    }

    /** The topic this is; 0 = the chat itself, where people write into General. */
    public long thread() {
        return topic;
    }

    /** Adds a member; the speaker stays. */
    public Chat with(Person person) {
        return api.world().change(() -> {
            chat.members.putIfAbsent(person.id(), person.user());
            return this;
        });
    }

    /** The same chat in the hands of somebody else, who need not be a member. */
    public Chat as(Person person) {
        return new Chat(api, chat, person.user(), topic);
    }

    /** A topic by its id, whether or not it exists. */
    public Chat topic(long threadId) {
        return new Chat(api, chat, speaker, threadId);
    }

    /**
     * The newest topic of a name.
     *
     * @throws AssertionError if nobody creates one in time
     */
    public Chat awaitTopic(String name) {
        return topic(api.await(
                "a topic " + name,
                () -> chat.topics.values().stream()
                        .filter(t -> t.name.equals(name) && !t.deleted)
                        .reduce((a, b) -> b)
                        .map(t -> t.id)
                        .orElse(null)));
    }

    public Chat createsTopic(String name) {
        return topic(api.people().createTopic(chat, speaker, name).id);
    }

    /** Deletes this topic with its messages; the bot is not told. */
    public void deletesTopic() {
        api.world().change(() -> {
            Topic doomed = chat.topics.get(topic);
            if (doomed == null) {
                throw new IllegalArgumentException("no topic " + topic);
            }
            TopicMethods.delete(chat, doomed);
            return doomed;
        });
    }

    /**
     * Types a text and sends it.
     *
     * @throws IllegalArgumentException if the text is longer than a client sends in one piece
     */
    public ChatMessage says(String text) {
        if (text.length() > CLIENT_CUT) {
            throw new IllegalArgumentException("clients cut at " + CLIENT_CUT + " units: use pastes");
        }
        return said(typed(text), 0);
    }

    /** Says formatted text, given as Telegram's HTML. */
    public ChatMessage saysHtml(String html) {
        FormattedText raw = HtmlParser.parse(html);
        return said(FormattedText.normalized(raw.text(), raw.entities()), 0);
    }

    /** Sends a long text as clients do: in pieces of 4096 units, back to back. */
    public List<ChatMessage> pastes(String text) {
        List<ChatMessage> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + CLIENT_CUT);
            to -= to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
            pieces.add(said(typed(text.substring(from, to)), 0));
            from = to;
        }
        return pieces;
    }

    public ChatMessage repliesTo(ChatMessage message, String text) {
        return said(typed(text), message.id());
    }

    /** Says something as an anonymous admin of the group. */
    public ChatMessage saysAnonymously(String text) {
        return seen(api.people().sendAnonymously(place(0), typed(text)));
    }

    public ChatMessage edits(ChatMessage message, String newText) {
        return seen(api.people().edit(chat, message.id(), typed(newText)));
    }

    public void deletes(ChatMessage message) {
        api.people().delete(chat, message.id());
    }

    /**
     * Presses the button of a label on the message as it stands now.
     *
     * @throws AssertionError if it has no such button
     */
    public Press presses(ChatMessage message, String label) {
        ChatMessage now = now(message);
        String data = now.buttons().stream()
                .flatMap(List::stream)
                .filter(b -> b.text().equals(label))
                .map(Button::callbackData)
                .filter(d -> d != null)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button [" + label + "] to press on " + now));
        return pressesData(message, data);
    }

    /** Sends a button's data as a stale or modified client can: on any message, whatever buttons it has. */
    public Press pressesData(ChatMessage message, String data) {
        return new Press(api, api.people().press(chat, speaker, message.id(), data));
    }

    /** Presses Stop under the draft shown here. */
    public void pressesStop() {
        api.people().stopDraft(chat, topic);
    }

    public ChatMessage sends(Media media) {
        ObjectNode content = api.world().change(() -> media.content(api.world().files));
        return seen(api.people().send(place(0), typed(media.caption()), content, media.file()));
    }

    /** Sends media as one album: several messages with one album id, back to back. */
    public List<ChatMessage> sendsAlbum(Media... album) {
        String group = "album" + System.identityHashCode(album);
        return Stream.of(album).map(media -> sends(media.inAlbum(group))).toList();
    }

    /** Blocks the bot (private chat) or removes it (group). */
    public void removesBot() {
        api.people().change(chat, speaker, Standing.KICKED);
    }

    /** Unblocks the bot, or adds it to the group. */
    public void addsBot() {
        api.people().change(chat, speaker, Standing.MEMBER);
    }

    public void makesBotAdmin() {
        api.people().change(chat, speaker, Standing.ADMINISTRATOR);
    }

    /** The group becomes a supergroup; returns it. */
    public Chat migratesTo(long newId) {
        return new Chat(api, api.people().migrate(chat, speaker, newId), speaker, NO_TOPIC);
    }

    /** The bot's messages that are here now, oldest first; in the chat itself those of all its topics. */
    public List<ChatMessage> messages() {
        return api.world().locked(() -> stored(false).toList());
    }

    /** The bot's messages that were here and were deleted. */
    public List<ChatMessage> deletedMessages() {
        return api.world().locked(() -> stored(true).toList());
    }

    /** A message as it is now; also a deleted one as it was last. */
    public ChatMessage now(ChatMessage message) {
        return api.world().locked(() -> {
            StoredMessage m = chat.messages.get(message.id());
            if (m == null) {
                throw new AssertionError("no message " + message.id() + " in chat " + chat.id);
            }
            return ChatMessage.of(chat, api.world().bot, m);
        });
    }

    /**
     * The newest message of the bot whose text has this fragment.
     *
     * @throws AssertionError if none comes in time
     */
    public ChatMessage awaitMessage(String fragment) {
        return awaitMessage("\"" + fragment + "\"", m -> m.text().contains(fragment));
    }

    /**
     * The newest message of the bot that fits.
     *
     * @throws AssertionError if none comes in time
     */
    public ChatMessage awaitMessage(Predicate<ChatMessage> fits) {
        return awaitMessage("what fits", fits);
    }

    private ChatMessage awaitMessage(String what, Predicate<ChatMessage> fits) {
        return api.await(
                "a message in chat " + chat.id + ": " + what,
                () -> stored(false).filter(fits).reduce((a, b) -> b).orElse(null));
    }

    /** The text of the draft shown here now. */
    public Optional<FormattedText> draft() {
        return Optional.ofNullable(api.people().draft(chat, topic)).map(Draft::text);
    }

    /** The commands the client offers here. */
    public List<String> menu() {
        return api.world().locked(() -> {
            List<String> commands = new ArrayList<>();
            api.world()
                    .menus
                    .shown(chat, speaker, "en")
                    .forEach(c -> commands.add(c.path("command").asText()));
            return commands;
        });
    }

    private Stream<ChatMessage> stored(boolean deleted) {
        return chat.messages.values().stream()
                .filter(m -> m.deleted == deleted && !m.isService())
                .filter(m -> m.from.equals(api.world().bot) && (topic == NO_TOPIC || m.topic == topic))
                .map(m -> ChatMessage.of(chat, api.world().bot, m));
    }

    private ChatMessage said(FormattedText text, long replyTo) {
        return seen(api.people().send(place(replyTo), text, Json.object(), null));
    }

    private Place place(long replyTo) {
        return new Place(chat, speaker, topic, replyTo);
    }

    private ChatMessage seen(StoredMessage message) {
        return api.world().locked(() -> ChatMessage.of(chat, api.world().bot, message));
    }

    private static FormattedText typed(String text) {
        return new FormattedText(text, AutoEntities.find(text));
    }
}
