package switchboard.telegram.update;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;
import switchboard.Engine;
import switchboard.chat.ChatProtocol;
import switchboard.model.ChatId;
import switchboard.model.ChatName;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.Question;
import switchboard.model.Wording;

/** The engine's chats, as the front delivers to them. */
final class Chats {

    private static final Duration STORED_WITHIN = Duration.ofSeconds(10);
    private static final Duration LOOKS_WITHIN = Duration.ofSeconds(2);
    private static final int TOPICS_KEPT = 1_000;

    private final ActorSystem<?> system;
    private final ActorRef<Engine.Command> engine;

    /** Names of topics, for sessions that begin later; a session that has begun keeps its own. */
    private final Map<ChatId, String> topics = new ConcurrentHashMap<>();

    Chats(ActorSystem<?> system, ActorRef<Engine.Command> engine) {
        this.system = system;
        this.engine = engine;
    }

    /**
     * Delivers a command. It is done once the chat has stored it, and fails if it has not within 10 s; the chat may have it all the
     * same.
     */
    <R> CompletionStage<R> deliver(ChatId chat, Function<ActorRef<R>, ChatProtocol.Command> command) {
        return AskPattern.ask(
                engine,
                (ActorRef<R> replyTo) -> new Engine.Deliver(chat, command.apply(replyTo)),
                STORED_WITHIN,
                system.scheduler());
    }

    /** Gives a command of a person. */
    CompletionStage<ChatProtocol.Receipt> invoke(
            Inbound.Source source,
            String name,
            String argument,
            List<Content> attached,
            List<Long> updates,
            @Nullable Wording wording) {
        return deliver(
                source.chat(),
                replyTo -> new ChatProtocol.Invoke(
                        source.caller(),
                        name,
                        argument,
                        attached,
                        Integer.toString(source.message()),
                        updates,
                        name(source),
                        wording,
                        replyTo));
    }

    /** Answers a question. */
    CompletionStage<ChatProtocol.Settlement> decide(
            Inbound.Source source,
            Question question,
            Decision decision,
            List<Long> updates,
            @Nullable Wording wording) {
        return deliver(
                source.chat(),
                replyTo ->
                        new ChatProtocol.Answer(source.caller(), question.key(), decision, updates, wording, replyTo));
    }

    /** Somebody has given a topic a name. */
    CompletionStage<?> topicNamed(Inbound.TopicNamed named) {
        if (topics.size() >= TOPICS_KEPT) {
            topics.keySet().stream().findAny().ifPresent(topics::remove);
        }
        topics.put(named.topic(), named.name());
        return named.isNew()
                ? Replies.nothing()
                : this.<ChatProtocol.Receipt>deliver(
                        named.topic(), replyTo -> new ChatProtocol.NameTopic(named.name(), replyTo));
    }

    /** The chat's name with the topic's. A message may leave out the topic's name, or have only its first one. */
    ChatName name(Inbound.Source source) {
        var told = source.chatName();
        var isOutside = source.chat().topic() == 0 && told.topic() == null;
        var topic = topics.get(source.chat());
        return topic == null || isOutside ? told : told.in(topic);
    }

    /** Whether somebody has used the bot in the group, or in one of its topics. */
    CompletionStage<Boolean> isUsed(ChatId group) {
        return AskPattern.ask(engine, Engine.Look::new, LOOKS_WITHIN, system.scheduler())
                .thenApply(board ->
                        board.summaries().stream().anyMatch(each -> each.chat().chat() == group.chat()));
    }
}
