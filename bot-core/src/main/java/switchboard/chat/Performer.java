package switchboard.chat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import switchboard.agent.AgentProtocol;
import switchboard.board.Board;
import switchboard.chat.ChatProtocol.Command;
import switchboard.command.Reaction;
import switchboard.model.Activity;
import switchboard.model.AgentQuery;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.ChatSummary;
import switchboard.model.SessionImport;
import switchboard.model.TurnId;
import switchboard.text.Texts;

/** Performs a chat's effects: it speaks to the chat's view, turns, agent session and host. Used by one actor. */
final class Performer {

    private static final Duration ASK_WITHIN = Duration.ofSeconds(45);

    private final ActorContext<Command> ctx;
    private final ChatId id;
    private final ChatSetup setup;
    private final ActorRef<ChatProtocol.Event> view;
    private final ActorRef<AgentProtocol.Command> agent;
    private final ActorRef<TurnProtocol.Report> reports;
    private final BlockingEffects blocking;
    private final ShellWork shell;
    private final Map<TurnId, ActorRef<TurnProtocol.Command>> turns = new HashMap<>();
    private boolean stops;

    Performer(ActorContext<Command> ctx, ChatId id, ChatSetup setup) {
        this.ctx = ctx;
        this.id = id;
        this.setup = setup;
        this.view = ctx.spawn(setup.view(id, ctx.getSelf(), new ChatInternal.ViewRestarted()), "view");
        this.agent = ctx.spawn(
                setup.sessions()
                        .create(
                                id,
                                setup.pool(),
                                ctx.messageAdapter(AgentProtocol.Notice.class, ChatInternal.FromAgent::new)),
                "agent");
        this.reports = ctx.messageAdapter(TurnProtocol.Report.class, ChatInternal.FromTurn::new);
        this.blocking = new BlockingEffects(ctx, id, setup.outgoing());
        this.shell = new ShellWork(ctx, id, setup.facts().shell());
        ctx.watchWith(agent, new ChatInternal.AgentGone());
    }

    /** Whether the chat is to stop. */
    boolean stops() {
        return stops;
    }

    /** Whether something comes back that no turn has to do with. */
    boolean isWorking() {
        return blocking.isWorking();
    }

    /** @param revision of the stored state */
    void perform(Effect effect, long revision) {
        switch (effect) {
            case Effect.Show show -> view.tell(show.event());
            case Effect.Answer<?> answer -> answer.send();
            case Effect.Summarize now ->
                setup.board().tell(new Board.Known(ChatSummary.of(now.state(), Activity.IDLE)));
            case Effect.StartTurn start -> startTurn(start);
            case Effect.TellTurn tell -> {
                var turn = turns.get(tell.turn());
                if (turn != null) { // else it has ended meanwhile
                    turn.tell(tell.command());
                }
            }
            case Effect.EndTurn end -> endTurn(end.turn());
            case Effect.TellAgent tell -> agent.tell(tell.command());
            case Effect.AskAgent query -> askAgent(query.ask(), query.state(), query.asker());
            case Effect.LookAround look -> lookAround(look);
            case Effect.Cleanup cleanup -> cleanup(cleanup);
            case Effect.Work work -> blocking.work(work.work(), work.asker());
            case Effect.CopyFile copy -> blocking.copy(copy);
            case Effect.KeepMade keep -> blocking.keep(keep);
            case Effect.RunShell run -> shell.run(run);
            case Effect.StopShell stop -> shell.stop(stop);
            case Effect.EndShellLeftovers left -> shell.endLeftovers(left);
            case Effect.Import begun -> importSession(begun.coming());
            case Effect.DiscardCopy discard -> blocking.discard(discard);
            case Effect.Forward forward -> setup.host().deliver(forward.to(), forward.command());
            case Effect.Bequeath bequeath -> bequeath(bequeath);
            case Effect.OfferTo offer ->
                ctx.spawnAnonymous(OfferDelivery.create(
                        offer.offer(),
                        setup.host(),
                        arrived -> ctx.getSelf().tell(new ChatInternal.OfferArrived(arrived.key()))));
            case Effect.Leave leave -> setup.host().leave(id, leave.erase() ? revision : Host.KEEP);
            case Effect.Stay stay -> setup.host().stay(id);
            case Effect.Stop stop -> stops = true;
            case Effect.Audit did -> setup.audit().record(did.entry());
            case Effect.LogRetry retry -> ctx.getLog().warn("Chat {}: {}; trying again", id, retry.why());
        }
    }

    private void importSession(SessionImport coming) {
        var imports = setup.facts().provider().imports();
        if (imports.isPresent()) {
            ctx.spawnAnonymous(Importing.create(id, coming, imports.get(), setup.downloads(), ctx.getSelf()));
        } else {
            var sentence = Texts.of("import.notHere", setup.facts().agent().nameFirst());
            ctx.getSelf().tell(new ChatInternal.Imported(coming, new ImportOutcome.Refused(sentence)));
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
                        start.content(),
                        start.isAdopted(),
                        start.suspicion(),
                        start.isHeld(),
                        setup.transcriptWait(),
                        setup.linger(),
                        setup.clock(),
                        setup.downloads(),
                        setup.transcriptions(),
                        setup.throttle(),
                        agent,
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

    private <T> void askAgent(Reaction.AskAgent<T> ask, ChatState state, Asker asker) {
        var answer = AskPattern.<AgentProtocol.Command, AgentQuery.Result<T>>ask(
                agent,
                replyTo -> new AgentProtocol.Ask<>(
                        ask.query(), Objects.requireNonNullElse(ask.in(), state.session()), replyTo),
                ASK_WITHIN,
                ctx.getSystem().scheduler());
        ctx.pipeToSelf(answer, (result, late) -> {
            var known = result == null ? new AgentQuery.Unanswered<T>(late()) : result;
            return new ChatInternal.Continue(now -> ask.then().apply(now, known), asker);
        });
    }

    private String late() {
        return Texts.of("agent.late", setup.facts().agent().nameFirst());
    }

    private void lookAround(Effect.LookAround query) {
        ctx.ask(
                Board.View.class,
                setup.board(),
                ASK_WITHIN,
                (ActorRef<Board.View> replyTo) -> new Board.Look(replyTo),
                (seen, late) -> new ChatInternal.Continue(
                        now -> seen == null
                                ? Reaction.say(now, Texts.of("sessions.notReady"))
                                : query.look().then().apply(now, seen.summaries()),
                        query.asker()));
    }

    private void cleanup(Effect.Cleanup query) {
        var cleanup = query.cleanup();
        ctx.spawnAnonymous(Cleanup.create(
                cleanup.chats(),
                cleanup.idleSince(),
                setup.host(),
                gone -> ctx.getSelf()
                        .tell(new ChatInternal.Continue(state -> cleanup.then().apply(state, gone), query.asker()))));
    }
}
