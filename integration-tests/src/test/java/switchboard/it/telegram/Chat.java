package switchboard.it.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import switchboard.botapi.FormattedText;
import switchboard.botapi.HtmlParser;
import switchboard.botapi.Json;
import switchboard.botapi.PersonActions.Place;
import switchboard.botapi.StoredChat;
import switchboard.botapi.StoredChat.Draft;
import switchboard.botapi.StoredChat.Standing;
import switchboard.botapi.StoredChat.Topic;
import switchboard.botapi.StoredMessage;
import switchboard.botapi.TypedText;
import switchboard.botapi.User;
import switchboard.it.telegram.FakeBotApi.Person;
import switchboard.it.telegram.MessageLog.Logged;

/**
 * A chat, or one topic of it, in the hands of one person. Immutable; what is done by {@code as(bob)} or in {@code
 * topic(id)} happens in the same chat.
 */
public final class Chat {
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
        return chat.id();
    }

    /** The topic this is; 0 = the chat itself, where people write into General. */
    public long thread() {
        return topic;
    }

    /** Adds a member; the speaker stays. */
    public Chat with(Person person) {
        api.groups().join(chat, person.user());
        return this;
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
                () -> chat.topics().stream()
                        .filter(t -> t.name().equals(name))
                        .reduce((a, b) -> b)
                        .map(Topic::id)
                        .orElse(null)));
    }

    public Chat createsTopic(String name) {
        return topic(api.actions().createTopic(chat, speaker, name).id());
    }

    public void renamesTopic(String name) {
        api.groups().renameTopic(chat, speaker, topic, name);
    }

    /** Deletes this topic with its messages; the bot is not told. */
    public void deletesTopic() {
        api.groups().deleteTopic(chat, topic);
    }

    /**
     * Types a text and sends it.
     *
     * @throws IllegalArgumentException if the text is longer than a client sends in one piece
     */
    public ChatMessage says(String text) {
        if (text.length() > TypedText.MAX_PIECE) {
            throw new IllegalArgumentException("clients cut at " + TypedText.MAX_PIECE + " units: use pastes");
        }
        return said(TypedText.of(text), 0);
    }

    /** Says formatted text, given as Telegram's HTML. */
    public ChatMessage saysHtml(String html) {
        FormattedText raw = HtmlParser.parse(html);
        return said(FormattedText.normalized(raw.text(), raw.entities()), 0);
    }

    /** Sends a long text as clients do: in pieces of 4096 units, back to back. */
    public List<ChatMessage> pastes(String text) {
        return TypedText.pieces(text).stream().map(piece -> said(piece, 0)).toList();
    }

    public ChatMessage repliesTo(ChatMessage message, String text) {
        return said(TypedText.of(text), message.id());
    }

    /** Replies to a part of a message that the person has chosen in it. */
    public ChatMessage quotes(ChatMessage message, String part, String text) {
        var quote = Json.object()
                .put("text", part)
                .put("position", message.text().indexOf(part))
                .put("is_manual", true);
        return seen(api.actions()
                .send(place(message.id()), TypedText.of(text), Json.object().set("quote", quote)));
    }

    /** Forwards here what somebody has written elsewhere. */
    public ChatMessage forwards(Person author, String text) {
        return seen(api.actions().send(place(0), TypedText.of(text), forwardedFrom(author)));
    }

    private static ObjectNode forwardedFrom(Person author) {
        var fields = Json.object();
        fields.putObject("forward_origin")
                .put("type", "user")
                .put("date", 1)
                .putObject("sender_user")
                .put("id", author.user().id())
                .put("is_bot", false)
                .put("first_name", author.user().firstName());
        return fields;
    }

    /** Says something as an anonymous admin of the group. */
    public ChatMessage saysAnonymously(String text) {
        return seen(api.groups().sendAnonymously(place(0), TypedText.of(text)));
    }

    public ChatMessage edits(ChatMessage message, String newText) {
        return seen(api.actions().edit(chat, message.id(), TypedText.of(newText)));
    }

    public void deletes(ChatMessage message) {
        api.groups().delete(chat, message.id());
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
        return new Press(api, api.actions().press(chat, speaker, message.id(), data));
    }

    /** Presses Stop under the draft shown here. */
    public void pressesStop() {
        api.actions().stopDraft(chat, topic);
    }

    public ChatMessage sends(Media media) {
        return sent(media, 0, Json.object());
    }

    /** Sends something else than text as a reply. */
    public ChatMessage repliesTo(ChatMessage message, Media media) {
        return sent(media, message.id(), Json.object());
    }

    /** Forwards here what somebody has sent elsewhere. */
    public ChatMessage forwards(Person author, Media media) {
        return sent(media, 0, forwardedFrom(author));
    }

    /** Sends media as one album: several messages with one album id, back to back. */
    public List<ChatMessage> sendsAlbum(Media... album) {
        String group = "album" + System.identityHashCode(album);
        return Stream.of(album).map(media -> sends(media.inAlbum(group))).toList();
    }

    /** Blocks the bot (private chat) or removes it (group). */
    public void removesBot() {
        api.groups().change(chat, speaker, Standing.KICKED);
    }

    /** Unblocks the bot, or adds it to the group. */
    public void addsBot() {
        api.groups().change(chat, speaker, Standing.MEMBER);
    }

    public void makesBotAdmin() {
        api.groups().change(chat, speaker, Standing.ADMINISTRATOR);
    }

    /** The group becomes a supergroup; returns it. */
    public Chat migratesTo(long newId) {
        return new Chat(api, api.groups().migrate(chat, speaker, newId), speaker, NO_TOPIC);
    }

    /** The bot's messages that are here now, oldest first; in the chat itself those of all its topics. */
    public List<ChatMessage> messages() {
        return api.state().locked(() -> stored(false).toList());
    }

    /** The bot's messages that were here and were deleted. */
    public List<ChatMessage> deletedMessages() {
        return api.state().locked(() -> stored(true).toList());
    }

    /** A message as it is now; also a deleted one as it was last. */
    public ChatMessage now(ChatMessage message) {
        return api.state().locked(() -> {
            Logged m = api.log().find(chat, message.id());
            if (m == null) {
                throw new AssertionError("no message " + message.id() + " in chat " + chat.id());
            }
            return ChatMessage.of(chat, api.state(), m);
        });
    }

    /**
     * The newest message of the bot whose text has this fragment, and which is no live message: what that shows is not
     * final.
     *
     * @throws AssertionError if none comes in time
     */
    public ChatMessage awaitMessage(String fragment) {
        return awaitMessage("\"" + fragment + "\"", m -> m.text().contains(fragment));
    }

    /** The newest open permission request of the bot that speaks of this. */
    public ChatMessage awaitPermissionRequest(String fragment) {
        return awaitMessage(
                "a permission request \"" + fragment + "\"",
                m -> m.text().contains(fragment) && m.labels().contains("❌ Deny"));
    }

    /**
     * The newest message of the bot that fits and is no live message.
     *
     * @throws AssertionError if none comes in time
     */
    public ChatMessage awaitMessage(Predicate<ChatMessage> fits) {
        return awaitMessage("what fits", fits);
    }

    private ChatMessage awaitMessage(String what, Predicate<ChatMessage> fits) {
        return await(what, () -> stored(false).filter(m -> !m.isLive()).filter(fits));
    }

    /**
     * The newest answer with this fragment, once nobody in this chat or topic sees a turn at work.
     *
     * @throws AssertionError if that does not come in time
     */
    public ChatMessage awaitAnswer(String fragment) {
        return await("the answer \"" + fragment + "\" of a turn that has ended", () -> {
            var all = stored(false).toList();
            return all.stream().anyMatch(ChatMessage::isLive)
                    ? Stream.empty()
                    : all.stream().filter(m -> m.text().contains(fragment));
        });
    }

    /**
     * The newest live message with this fragment.
     *
     * @throws AssertionError if none comes in time
     */
    public ChatMessage awaitLive(String fragment) {
        return await(
                "a live message \"" + fragment + "\"",
                () -> stored(false)
                        .filter(ChatMessage::isLive)
                        .filter(m -> m.text().contains(fragment)));
    }

    private ChatMessage await(String what, Supplier<Stream<ChatMessage>> fitting) {
        return api.await(
                "a message in chat " + chat.id() + ": " + what,
                () -> fitting.get().reduce((a, b) -> b).orElse(null));
    }

    /** The text of the draft shown here now. */
    public Optional<FormattedText> draft() {
        return Optional.ofNullable(api.actions().draft(chat, topic)).map(Draft::text);
    }

    /** The commands the client offers here. */
    public List<String> menu() {
        var commands = new ArrayList<String>();
        api.groups()
                .menu(chat, speaker, "en")
                .forEach(c -> commands.add(c.path("command").asText()));
        return commands;
    }

    private Stream<ChatMessage> stored(boolean deleted) {
        return api.log()
                .all(chat)
                .filter(m -> m.deleted == deleted && !m.message.isService())
                .filter(m -> m.message.from().equals(api.state().bot()))
                .filter(m -> topic == NO_TOPIC || m.message.topic() == topic)
                .map(m -> ChatMessage.of(chat, api.state(), m));
    }

    private ChatMessage sent(Media media, long replyTo, ObjectNode more) {
        return seen(api.actions()
                .send(place(replyTo), TypedText.of(media.caption()), more.setAll(media.content(api.state()))));
    }

    private ChatMessage said(FormattedText text, long replyTo) {
        return seen(api.actions().send(place(replyTo), text, Json.object()));
    }

    private Place place(long replyTo) {
        return new Place(chat, speaker, topic, replyTo);
    }

    private ChatMessage seen(StoredMessage message) {
        return api.state().locked(() -> {
            Logged logged = Objects.requireNonNull(api.log().find(chat, message.id()));
            return ChatMessage.of(chat, api.state(), logged);
        });
    }
}
