package switchboard.telegram.view;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import switchboard.model.ChatId;
import switchboard.model.Question;

/**
 * The open questions on Telegram, by chat. Views add them; presses and replies look them up. All views and the poller share this,
 * so it is thread-safe. A question can be found only in the chat in which it was asked.
 */
public final class OpenQuestions {

    private record Place(ChatId chat, String key) {}

    /** A message of a chat, in any topic. */
    private record At(long chat, int message) {}

    private record Asked(ChatId chat, Question question) {}

    private final ConcurrentHashMap<Place, Question> byKey = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Place, CompletableFuture<Void>> unshown = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<At, Asked> byMessage = new ConcurrentHashMap<>();

    private final LastAnswers answers = new LastAnswers();
    private final Predicate<ChatId> owners;

    /** Questions in chats that all belong to owners. */
    public OpenQuestions() {
        this(anyChat -> true);
    }

    /** @param owners whether an owner of the bot may be in a chat */
    public OpenQuestions(Predicate<ChatId> owners) {
        this.owners = owners;
    }

    /** Whether somebody in this chat may decide what only owners decide. */
    boolean hasOwner(ChatId chat) {
        return owners.test(chat);
    }

    /** The other messages to which people reply. */
    public LastAnswers answers() {
        return answers;
    }

    public void opened(ChatId chat, Question question) {
        byKey.put(new Place(chat, question.key()), question);
        unshown.putIfAbsent(new Place(chat, question.key()), new CompletableFuture<>());
    }

    /** The question is in this message: a reply to the message answers it. */
    public void shown(ChatId chat, int message, Question question) {
        if (byKey.containsKey(new Place(chat, question.key()))) {
            byMessage.put(new At(chat.chat(), message), new Asked(chat, question));
        }
        settle(new Place(chat, question.key()));
    }

    public void closed(ChatId chat, String key) {
        byKey.remove(new Place(chat, key));
        settle(new Place(chat, key));
        byMessage
                .values()
                .removeIf(asked ->
                        asked.chat().equals(chat) && asked.question().key().equals(key));
    }

    /** The question cannot be shown for now, so no reply needs to wait for its message. */
    public void unshowable(ChatId chat, String key) {
        settle(new Place(chat, key));
    }

    /**
     * Completes once the message of each question in this chat is known, or will not be known soon. A reply may come before that.
     * Each call returns a stage of its own.
     */
    public CompletionStage<Void> whenShown(ChatId chat) {
        return CompletableFuture.allOf(unshown.entrySet().stream()
                .filter(entry -> entry.getKey().chat().equals(chat))
                .map(Map.Entry::getValue)
                .toArray(CompletableFuture<?>[]::new));
    }

    private void settle(Place place) {
        var shown = unshown.remove(place);
        if (shown != null) {
            shown.complete(null);
        }
    }

    public Optional<Question> find(ChatId chat, String key) {
        return Optional.ofNullable(byKey.get(new Place(chat, key)));
    }

    /** The question in a message of the chat, perhaps in another of its topics: {@link #homeOf}. */
    public Optional<Question> askedIn(ChatId chat, int message) {
        return Optional.ofNullable(byMessage.get(new At(chat.chat(), message))).map(Asked::question);
    }

    /** The chat or topic whose question is in a message; {@code chat} if there is no question in it. */
    public ChatId homeOf(ChatId chat, int message) {
        var asked = byMessage.get(new At(chat.chat(), message));
        return asked == null ? chat : asked.chat();
    }

    /**
     * The question that a message answers without being a reply: the only open one, if it is a choice or a transcript to be
     * corrected, and the message came after it. In a group it takes a reply to correct a transcript: the next words may be
     * somebody else's.
     *
     * @param message the message with the words
     */
    public Optional<Question> answeredBy(ChatId chat, int message) {
        var open = byKey.entrySet().stream()
                .filter(entry -> entry.getKey().chat().equals(chat))
                .map(Map.Entry::getValue)
                .toList();
        return open.stream()
                .filter(question -> open.size() == 1 && takesNextWords(chat, question))
                .filter(question -> isShownBefore(chat, question, message))
                .findFirst();
    }

    private static boolean takesNextWords(ChatId chat, Question question) {
        return question instanceof Question.Choice
                || (question instanceof Question.Transcript heard && heard.held() && !chat.isGroup());
    }

    private boolean isShownBefore(ChatId chat, Question question, int message) {
        return byMessage.entrySet().stream()
                .anyMatch(entry -> entry.getValue().chat().equals(chat)
                        && entry.getKey().message() < message
                        && entry.getValue().question().key().equals(question.key()));
    }
}
