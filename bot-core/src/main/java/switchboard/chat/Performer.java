package switchboard.chat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import switchboard.chat.ChatProtocol.Command;
import switchboard.claude.ClaudeProtocol;
import switchboard.claude.ClaudeSession;
import switchboard.command.Reaction;
import switchboard.model.Activity;
import switchboard.model.ChatId;
import switchboard.model.Standing;
import switchboard.model.TurnId;

/** Performs a chat's effects: it speaks to the chat's view, turns, Claude session and host. Used by one actor. */
final class Performer {

    private static final Duration ASK_WITHIN = Duration.ofSeconds(45);

    private final ActorContext<Command> ctx;
    private final ChatId id;
    private final ChatSetup setup;
    private final ActorRef<ChatProtocol.Event> view;
    private final ActorRef<ClaudeProtocol.Command> claude;
    private final ActorRef<TurnProtocol.Report> reports;
    private final Map<TurnId, ActorRef<TurnProtocol.Command>> turns = new HashMap<>();
    private boolean stops;

    Performer(ActorContext<Command> ctx, ChatId id, ChatSetup setup) {
        this.ctx = ctx;
        this.id = id;
        this.setup = setup;
        this.view = ctx.spawn(setup.view(id, ctx.getSelf(), new ChatInternal.ViewRestarted()), "view");
        this.claude = ctx.spawn(
                ClaudeSession.create(
                        id,
                        setup.claude(),
                        setup.projects(),
                        setup.processes(),
                        setup.pool(),
                        ctx.messageAdapter(ClaudeProtocol.Notice.class, ChatInternal.FromClaude::new)),
                "claude");
        this.reports = ctx.messageAdapter(TurnProtocol.Report.class, ChatInternal.FromTurn::new);
        ctx.watchWith(claude, new ChatInternal.ClaudeGone());
    }

    /** Whether the chat is to stop. */
    boolean stops() {
        return stops;
    }

    /** @param revision of the stored state */
    void perform(Effect effect, long revision) {
        switch (effect) {
            case Effect.Show show -> view.tell(show.event());
            case Effect.Answer<?> answer -> answer.send();
            case Effect.Summarize now -> setup.board().tell(new Board.Known(Standing.of(now.state(), Activity.IDLE)));
            case Effect.StartTurn start -> startTurn(start);
            case Effect.TellTurn tell -> {
                var turn = turns.get(tell.turn());
                if (turn != null) { // else it has ended meanwhile
                    turn.tell(tell.command());
                }
            }
            case Effect.EndTurn end -> endTurn(end.turn());
            case Effect.TellClaude tell -> claude.tell(tell.command());
            case Effect.AskClaude ask -> askClaude(ask);
            case Effect.LookAround look -> lookAround(look);
            case Effect.Cleanup cleanup -> cleanup(cleanup);
            case Effect.Forward forward -> setup.host().deliver(forward.to(), forward.command());
            case Effect.Bequeath bequeath -> bequeath(bequeath);
            case Effect.Leave leave -> setup.host().leave(id, leave.erase() ? revision : Host.KEEP);
            case Effect.Stay stay -> setup.host().stay(id);
            case Effect.Stop stop -> stops = true;
            case Effect.LogRetry retry -> ctx.getLog().warn("Chat {}: {}; trying again", id, retry.why());
        }
    }

    private void bequeath(Effect.Bequeath bequeath) {
        var receipt = ctx.messageAdapter(ChatProtocol.Receipt.class, any -> new ChatInternal.Inherited());
        setup.host().deliver(bequeath.to(), new ChatProtocol.Inherit(bequeath.state(), receipt));
    }

    private void startTurn(Effect.StartTurn start) {
        var turn = ctx.spawn(
                Turn.create(new TurnProtocol.Setup(
                        id,
                        start.turn(),
                        start.message(),
                        start.live(),
                        start.isAdopted(),
                        setup.linger(),
                        setup.clock(),
                        setup.throttle(),
                        claude,
                        view,
                        setup.board(),
                        reports)),
                "turn-" + start.turn());
        ctx.watchWith(turn, new ChatInternal.TurnGone(start.turn()));
        turns.put(start.turn(), turn);
    }

    private void endTurn(TurnId turn) {
        var ended = turns.remove(turn);
        if (ended != null) {
            ctx.stop(ended);
            setup.board().tell(new Board.Doing(id, Activity.IDLE));
        }
    }

    private void askClaude(Effect.AskClaude query) {
        ctx.ask(
                ClaudeProtocol.Reply.class,
                claude,
                ASK_WITHIN,
                (ActorRef<ClaudeProtocol.Reply> replyTo) -> new ClaudeProtocol.Query(
                        UUID.randomUUID().toString(),
                        query.state().session(),
                        query.state().settings(),
                        query.ask().subtype(),
                        query.ask().arguments(),
                        replyTo),
                (reply, late) -> {
                    var answer = reply == null
                            ? new ClaudeProtocol.Reply(
                                    MissingNode.getInstance(), "Claude Code did not answer in time. Try again.")
                            : reply;
                    return new ChatInternal.Continue(now -> query.ask().then().apply(now, answer), query.message());
                });
    }

    private void lookAround(Effect.LookAround query) {
        ctx.ask(
                Board.View.class,
                setup.board(),
                ASK_WITHIN,
                (ActorRef<Board.View> replyTo) -> new Board.Look(replyTo),
                (seen, late) -> new ChatInternal.Continue(
                        now -> seen == null
                                ? Reaction.say(now, "The list of sessions is not ready. Try again.")
                                : query.look().then().apply(now, seen.standings()),
                        query.message()));
    }

    private void cleanup(Effect.Cleanup query) {
        var cleanup = query.cleanup();
        ctx.spawnAnonymous(Cleanup.create(
                cleanup.chats(),
                cleanup.idleSince(),
                setup.host(),
                gone -> ctx.getSelf()
                        .tell(new ChatInternal.Continue(state -> cleanup.then().apply(state, gone), query.message()))));
    }
}
