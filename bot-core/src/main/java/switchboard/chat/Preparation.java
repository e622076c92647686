package switchboard.chat;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import switchboard.chat.TurnProtocol.Command;
import switchboard.chat.TurnProtocol.Setup;
import switchboard.chat.TurnState.Clarifying;
import switchboard.chat.TurnState.Held;
import switchboard.chat.TurnState.Preparing;
import switchboard.chat.TurnState.Suspect;
import switchboard.chat.TurnState.Transcribing;
import switchboard.chat.TurnState.Unready;
import switchboard.files.Downloads;
import switchboard.model.Activity.Phase;
import switchboard.model.Content;
import switchboard.model.Question;
import switchboard.model.Recordings;
import switchboard.voice.Transcriptions;

/**
 * What a turn does before it asks for its permit: its prompt's files are fetched and its recordings transcribed, and people are
 * asked about what is missing and what was heard. Used by one actor.
 *
 * <p>Each {@link Unready} state has a method, which returns the next; it is empty once the prompt is ready.
 */
final class Preparation {

    sealed interface Internal extends Command {}

    record FromDownloads(Downloads.Reply reply) implements Internal {}

    record FromTranscriptions(Transcriptions.Reply reply) implements Internal {}

    /** People have seen a transcript for long enough. */
    record WaitOver(String key) implements Internal {}

    private static final String WAIT = "wait";

    private final TimerScheduler<Command> timers;
    private final Setup setup;
    private final TurnShowing shown;
    private final ActorRef<Downloads.Reply> files;
    private final ActorRef<Transcriptions.Reply> transcripts;

    /** What the prompt is. */
    private List<Content> content;

    /** How many times it was revised. */
    private int revisions;

    /** The files that are there. */
    private List<Content.Attachment> fetched = List.of();

    /** The recordings whose transcripts were asked for last. */
    private List<Content.Attachment> listening = List.of();

    /** Recordings that need no transcript. */
    private List<Content.Attachment> spared = List.of();

    Preparation(ActorContext<Command> ctx, TimerScheduler<Command> timers, Setup setup, TurnShowing shown) {
        this.timers = timers;
        this.setup = setup;
        this.shown = shown;
        this.content = setup.content();
        this.files = ctx.messageAdapter(Downloads.Reply.class, FromDownloads::new);
        this.transcripts = ctx.messageAdapter(Transcriptions.Reply.class, FromTranscriptions::new);
    }

    /** Begins, unless a person must be asked before. */
    Optional<Unready> begin(@Nullable ResumeQuestion suspicion, boolean isHeld) {
        if (isHeld) {
            return Optional.of(hold());
        }
        if (suspicion == null) {
            return begin();
        }
        setup.owner().tell(new TurnProtocol.AsksToResume(setup.id(), suspicion));
        shown.phase(Phase.ASKING);
        return Optional.of(new Suspect());
    }

    /** The chat has asked people whether the prompt runs. */
    Unready hold() {
        shown.phase(Phase.ASKING);
        return new Held();
    }

    /** Gets the files if there are any that are not there, and what comes after that. */
    Optional<Unready> begin() {
        timers.cancel(WAIT);
        if (isFetched()) {
            return listen();
        }
        get();
        shown.fetching(brought(), false);
        return Optional.of(new Preparing(false));
    }

    Optional<Unready> on(Unready state, Command command) {
        return switch (state) {
            case Suspect suspect -> suspect(suspect, command);
            case Held held -> held(held, command);
            case Preparing preparing -> preparing(preparing, command);
            case Transcribing transcribing -> transcribing(transcribing, command);
            case Clarifying clarifying -> clarifying(clarifying, command);
        };
    }

    /** Whether the prompt is what the agent is to get. */
    boolean isReady() {
        return isFetched() && untold().isEmpty() && Recordings.open(content).isEmpty();
    }

    int revisions() {
        return revisions;
    }

    /** The prompt becomes this; returns whether it brings the same files. */
    boolean revise(TurnProtocol.Revise revise) {
        var before = brought();
        revisions++;
        content = Recordings.keeping(revise.content(), content);
        return brought().equals(before);
    }

    /** The turn keeps its place in the line; meanwhile it gets the files that an edit brings. */
    void reviseInLine(TurnProtocol.Revise revise) {
        if (!revise(revise) && !isFetched()) {
            get();
        }
    }

    /** The files that an edit has brought while the turn is in line. */
    void note(FromDownloads from) {
        if (from.reply() instanceof Downloads.Settled settled
                && !isOld(settled)
                && settled.gone().isEmpty()) {
            fetched = settled.files();
        }
    }

    private void get() {
        setup.downloads().tell(new Downloads.Get(setup.chat(), brought(), files));
    }

    /** The files that the prompt brings. */
    private List<Content.Attachment> brought() {
        return Content.only(Content.Attachment.class, content);
    }

    private boolean isFetched() {
        return fetched.containsAll(brought());
    }

    /** What was asked for before an edit does not count. */
    private boolean isOld(Downloads.Settled settled) {
        return !settled.files().equals(brought());
    }

    /** The recordings that need a transcript and have none. */
    private List<Content.Attachment> untold() {
        return Recordings.untold(content).stream()
                .filter(file -> !spared.contains(file))
                .toList();
    }

    private Optional<Unready> suspect(Suspect state, Command command) {
        return switch (command) {
            case TurnProtocol.Resume resume -> begin();
            case TurnProtocol.Show again -> {
                setup.owner().tell(new TurnProtocol.Shown(setup.id()));
                yield Optional.of(state);
            }
            default -> Optional.of(state);
        };
    }

    private Optional<Unready> held(Held state, Command command) {
        return switch (command) {
            case TurnProtocol.Proceed proceed -> {
                content = proceed.content();
                yield begin();
            }
            case TurnProtocol.Revise revise -> {
                revise(revise);
                yield Optional.of(state);
            }
            case TurnProtocol.Show again -> {
                setup.owner().tell(new TurnProtocol.Shown(setup.id()));
                yield Optional.of(state);
            }
            default -> Optional.of(state);
        };
    }

    private Optional<Unready> preparing(Preparing state, Command command) {
        return switch (command) {
            case FromDownloads from ->
                switch (from.reply()) {
                    case Downloads.Stalled stalled -> {
                        shown.fetching(brought(), true);
                        yield Optional.of(new Preparing(true));
                    }
                    case Downloads.Settled settled -> isOld(settled) ? Optional.of(state) : settled(settled);
                };
            case TurnProtocol.Revise revise -> revise(revise) ? Optional.of(state) : begin();
            case TurnProtocol.Proceed proceed -> {
                content = proceed.content();
                yield begin();
            }
            case TurnProtocol.Show again -> {
                shown.fetching(brought(), state.isStalled());
                yield Optional.of(state);
            }
            default -> Optional.of(state);
        };
    }

    private Optional<Unready> settled(Downloads.Settled settled) {
        fetched = settled.there();
        if (!settled.gone().isEmpty()) {
            setup.owner().tell(new TurnProtocol.Prepared(setup.id(), settled.gone()));
            return ask();
        }
        return listen();
    }

    private Optional<Unready> transcribing(Transcribing state, Command command) {
        return switch (command) {
            case FromTranscriptions from ->
                switch (from.reply()) {
                    case Transcriptions.Heard heard -> {
                        content = Recordings.heard(content, heard.file(), heard.words());
                        setup.owner().tell(new TurnProtocol.Heard(setup.id(), heard.file(), heard.words()));
                        yield Optional.of(state);
                    }
                    case Transcriptions.Settled settled ->
                        settled.files().equals(listening) ? settled(settled) : Optional.of(state);
                };
            case TurnProtocol.Revise revise -> revise(revise) ? Optional.of(state) : begin();
            case TurnProtocol.Proceed proceed -> {
                content = proceed.content();
                yield begin();
            }
            case TurnProtocol.Show again -> {
                showTranscribing();
                yield Optional.of(state);
            }
            default -> Optional.of(state);
        };
    }

    private Optional<Unready> settled(Transcriptions.Settled settled) {
        var unheard = settled.unheard().stream().map(Question.Missing::file).toList();
        spared = untold().stream().filter(file -> !unheard.contains(file)).toList();
        return clarify(settled.unheard());
    }

    private Optional<Unready> clarifying(Clarifying state, Command command) {
        return switch (command) {
            case TurnProtocol.Proceed proceed -> {
                content = proceed.content();
                yield begin();
            }
            case TurnProtocol.Revise revise -> revise(revise) ? Optional.of(state) : begin();
            case TurnProtocol.Seen seen -> {
                setup.transcriptWait().ifPresent(wait -> timers.startSingleTimer(WAIT, new WaitOver(seen.key()), wait));
                yield Optional.of(state);
            }
            case WaitOver over -> {
                setup.owner().tell(new TurnProtocol.WaitIsOver(setup.id(), over.key()));
                yield Optional.of(state);
            }
            case TurnProtocol.Show again -> {
                setup.owner().tell(new TurnProtocol.Shown(setup.id()));
                yield Optional.of(state);
            }
            default -> Optional.of(state);
        };
    }

    /** Has transcribed what is not, or asks about what was heard before a crash. */
    private Optional<Unready> listen() {
        listening = untold();
        if (listening.isEmpty()) {
            return clarify(List.of());
        }
        setup.transcriptions().tell(new Transcriptions.Transcribe(setup.chat(), listening, transcripts));
        showTranscribing();
        return Optional.of(new Transcribing());
    }

    private void showTranscribing() {
        var untold = untold();
        if (!untold.isEmpty()) { // else what was heard is about to be shown
            shown.transcribing(untold);
        }
    }

    private Optional<Unready> clarify(List<Question.Missing> unheard) {
        if (unheard.isEmpty() && Recordings.open(content).isEmpty()) {
            return Optional.empty();
        }
        setup.owner().tell(new TurnProtocol.Transcribed(setup.id(), unheard, setup.transcriptWait()));
        return ask();
    }

    private Optional<Unready> ask() {
        shown.phase(Phase.ASKING);
        return Optional.of(new Clarifying());
    }
}
