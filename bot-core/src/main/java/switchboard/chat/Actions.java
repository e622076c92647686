package switchboard.chat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import switchboard.claude.ClaudeProtocol;
import switchboard.command.Invocation;
import switchboard.command.Reaction;
import switchboard.command.SlashCommand;
import switchboard.model.ChatState;
import switchboard.model.TurnId;

/** Runs slash commands for a chat and does what they lead to. Used by one actor. */
final class Actions {

    private static final Duration ASK_WITHIN = Duration.ofSeconds(45);

    private final ActorContext<ChatProtocol.Command> ctx;
    private final ChatSetup setup;
    private final ActorRef<ClaudeProtocol.Command> claude;
    private final ActorRef<ChatProtocol.Event> view;

    /** The front's ids of the last stop. */
    private List<Long> stop = List.of();

    /** What that leads to, until it is stored. */
    private @Nullable ChatState unstored;

    Actions(
            ActorContext<ChatProtocol.Command> ctx,
            ChatSetup setup,
            ActorRef<ClaudeProtocol.Command> claude,
            ActorRef<ChatProtocol.Event> view) {
        this.ctx = ctx;
        this.setup = setup;
        this.claude = claude;
        this.view = view;
    }

    Reaction invoke(ChatProtocol.Invoke invoke, ChatState state, Set<TurnId> running) {
        return setup.surroundings()
                .catalogue()
                .run(
                        invoke.name(),
                        new Invocation(
                                state,
                                running,
                                invoke.argument(),
                                invoke.message(),
                                invoke.overview(),
                                setup.clock().instant(),
                                setup.surroundings()));
    }

    /**
     * Does what a stop leads to before it is stored: what runs is interrupted however full the disk is. It is done once, also
     * when it must be told again for it could not be stored; until it is, every state is stored with it.
     *
     * @param before the state in which it came
     * @return what is left to do once it is stored
     */
    Reaction atOnce(Reaction reaction, ChatState before, ChatProtocol.Invoke invoke, Turns turns) {
        var urgent = setup.surroundings().catalogue().find(invoke.name()).filter(SlashCommand::isUrgent);
        if (urgent.isEmpty()) {
            return reaction;
        }
        if (!invoke.seen().isEmpty() && invoke.seen().equals(stop)) {
            return Reaction.of(before);
        }
        if (!stops(reaction, before)) {
            return reaction;
        }
        stop = invoke.seen();
        unstored = reaction.next();
        perform(reaction, invoke.message(), turns);
        return Reaction.of(reaction.next());
    }

    /** A button of a turn that has ended stops nothing. */
    private static boolean stops(Reaction reaction, ChatState before) {
        return !reaction.next().equals(before)
                || reaction.actions().stream().anyMatch(Reaction.StopTurn.class::isInstance);
    }

    /** The state as it is with a stop that is not stored yet. */
    ChatState stopped(ChatState next) {
        return unstored == null ? next : next.stoppedAs(unstored);
    }

    /** The state of {@link #stopped} is stored. */
    void stored() {
        unstored = null;
    }

    void perform(Reaction reaction, @Nullable String message, Turns turns) {
        for (var action : reaction.actions()) {
            switch (action) {
                case Reaction.Say say -> view.tell(new ChatProtocol.Replied(say.reply(), message));
                case Reaction.StopTurn stop -> turns.stop(stop.turn());
                case Reaction.ShowQuestions show -> turns.askAgain();
                case Reaction.AskClaude ask -> askClaude(reaction.next(), ask, message);
                case Reaction.LookAround look -> lookAround(look, message);
                case Reaction.Cleanup cleanup ->
                    ctx.spawnAnonymous(Cleanup.create(
                            cleanup.chats(),
                            cleanup.idleSince(),
                            setup.manager(),
                            gone -> proceed(state -> cleanup.then().apply(state, gone), message)));
            }
        }
    }

    private void askClaude(ChatState state, Reaction.AskClaude ask, @Nullable String message) {
        ctx.ask(
                ClaudeProtocol.Reply.class,
                claude,
                ASK_WITHIN,
                (ActorRef<ClaudeProtocol.Reply> replyTo) -> new ClaudeProtocol.Query(
                        UUID.randomUUID().toString(),
                        state.session(),
                        state.settings(),
                        ask.subtype(),
                        ask.arguments(),
                        replyTo),
                (reply, late) -> {
                    var answer = reply == null
                            ? new ClaudeProtocol.Reply(
                                    MissingNode.getInstance(), "Claude Code did not answer in time. Try again.")
                            : reply;
                    return new Chat.Continue(now -> ask.then().apply(now, answer), message);
                });
    }

    private void lookAround(Reaction.LookAround look, @Nullable String message) {
        ctx.ask(
                Board.View.class,
                setup.board(),
                ASK_WITHIN,
                (ActorRef<Board.View> replyTo) -> new Board.Look(replyTo),
                (seen, late) -> new Chat.Continue(
                        now -> seen == null
                                ? Reaction.say(now, "The list of sessions is not ready. Try again.")
                                : look.then().apply(now, seen.standings()),
                        message));
    }

    private void proceed(Function<ChatState, Reaction> with, @Nullable String message) {
        ctx.getSelf().tell(new Chat.Continue(with, message));
    }
}
