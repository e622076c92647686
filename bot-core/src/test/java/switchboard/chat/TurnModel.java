package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.board.Board;
import switchboard.files.Downloads;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.Decision;
import switchboard.model.People;
import switchboard.model.Question;
import switchboard.model.Recordings;
import switchboard.model.Session;
import switchboard.model.TurnId;
import switchboard.simulation.Sequences;
import switchboard.simulation.Simulation;
import switchboard.voice.Transcriptions;

/** One turn among models of its neighbours, and what must hold of it. */
final class TurnModel implements Sequences.World<TurnModel.Step> {

    /** What can happen; what cannot just now, does not. */
    enum Kind {
        FILES_COME,
        FILES_STALL,
        FILES_ARE_GONE,
        RECORDING_IS_HEARD,
        RECORDING_IS_SILENT,
        OTHER_TAKES_PERMIT,
        OTHER_GIVES_PERMIT,
        CLAUDE_SPEAKS,
        AGENT_BEGINS,
        AGENT_ENDS,
        CLAUDE_ASKS,
        CLAUDE_ASKS_MORE,
        CLAUDE_WITHDRAWS,
        CLAUDE_IS_CUT_OFF,
        CLAUDE_FINISHES,
        CLAUDE_BREAKS,
        PERSON_ALLOWS,
        PERSON_ALLOWS_AGAIN,
        PERSON_DENIES,
        PERSON_CORRECTS,
        PERSON_SAYS_AGAIN,
        PERSON_STOPS,
        VIEW_RESTARTS,
        VIEW_SHOWS_QUESTION,
        STORE_HANGS,
        STORE_GOES_ON,
        TIME_PASSES
    }

    /** @param which of several */
    record Step(Kind kind, int which) {}

    /** What the view was shown, and between it what the turn had taken by then. */
    private enum Mark {
        STOPPED,
        SHOWN_AGAIN
    }

    private record Listening(
            ActorRef<Transcriptions.Reply> who, List<Content.Attachment> all, List<Content.Attachment> files) {}

    private static final Duration TRANSCRIPT_WAIT = Duration.ofSeconds(4);
    private static final int PERSON_SPARED = 30;

    private final Simulation simulation;
    private final boolean adopted;
    private final List<Content> content;
    private final TurnId id = TurnId.random();
    private final PermitModel throttle;
    private final ClaudeModel claude;
    private final OwnerModel owner;
    private final List<Object> seen = new ArrayList<>();
    private final Set<String> asked = new LinkedHashSet<>();

    /** Those that are answered in words. */
    private final Set<String> choices = new HashSet<>();

    private final List<ActorRef<?>> spawned = new ArrayList<>();
    private final ActorRef<Object> view;
    private final ActorRef<Object> chat;
    private final ActorRef<ChatProtocol.Settlement> person;
    private final ActorRef<TurnProtocol.Command> turn;
    private boolean asksForFilesOnce = true;

    /** Who waits for the prompt's files; null for nobody. */
    private @Nullable ActorRef<Downloads.Reply> fetching;

    /** Who waits for which transcripts; null for nobody. */
    private @Nullable Listening listening;

    /** How often each recording was heard. */
    private final Map<String, Integer> transcribed = new HashMap<>();

    private boolean heardBeforeItsFiles;

    /** What became of the files; null for nothing yet. */
    private @Nullable List<Question.Missing> gone;

    private int decisions;
    private int settlements;
    private boolean stopped;

    /**
     * @param files how many photos the prompt brings
     * @param recordings how many voice messages it brings
     */
    TurnModel(Simulation simulation, boolean adopted, int files, int recordings) {
        this.simulation = simulation;
        this.adopted = adopted;
        content = content(files, recordings);
        var downloads = keep(simulation.listener(this::onDownloads));
        var transcriptions = keep(simulation.listener(this::onTranscriptions));
        throttle = new PermitModel();
        var throttleRef = keep(simulation.spawn(throttle.behavior()));
        view = keep(simulation.listener(this::onView));
        owner = new OwnerModel(id, content, adopted, this::job, view);
        claude = new ClaudeModel(owner, throttle);
        var claudeRef = keep(simulation.listener(claude::on));
        var board = keep(simulation.<Board.Command>listener(doing -> {}));
        person = keep(simulation.listener(settled -> settlements++));
        chat = keep(simulation.spawn(owner.behavior()));
        var setup = new TurnProtocol.Setup(
                ChatId.of(7),
                id,
                "m1",
                content,
                adopted,
                null,
                false,
                Optional.of(TRANSCRIPT_WAIT),
                Duration.ZERO,
                new TestClock(),
                downloads,
                transcriptions,
                throttleRef,
                claudeRef,
                view.narrow(),
                board,
                chat.narrow());
        turn = keep(simulation.spawn(Simulation.spied(TurnProtocol.Command.class, Turn.create(setup), this::mark)));
        owner.stopWith(() -> simulation.stop(turn));
        chat.tell(turn);
    }

    private static List<Content> content(int files, int recordings) {
        var photos = IntStream.range(0, files).mapToObj(number -> file("f" + number, Content.Attachment.Kind.PHOTO));
        var said = IntStream.range(0, recordings).mapToObj(number -> file("v" + number, Content.Attachment.Kind.VOICE));
        return Stream.of(TurnProbes.WORDS.stream(), photos, said)
                .flatMap(each -> each)
                .toList();
    }

    private static Content file(String ref, Content.Attachment.Kind kind) {
        return new Content.Attachment(ref, kind, null, null, null);
    }

    private void onTranscriptions(Transcriptions.Command command) {
        if (command instanceof Transcriptions.Transcribe asked) {
            heardBeforeItsFiles |= gone == null;
            listening = new Listening(asked.who(), asked.files(), asked.files());
        }
    }

    /** The first recording that is waited for is heard, or all that are left are not. */
    private void listened(boolean isHeard) {
        var now = listening;
        if (now == null) {
            return;
        }
        if (isHeard) {
            var file = now.files().getFirst();
            transcribed.merge(file.ref(), 1, Integer::sum);
            now.who().tell(new Transcriptions.Heard(file, "said in " + file.ref()));
            listening = now.files().size() == 1
                    ? null
                    : new Listening(
                            now.who(),
                            now.all(),
                            now.files().subList(1, now.files().size()));
        }
        if (!isHeard || listening == null) {
            var unheard = isHeard ? List.<Content.Attachment>of() : now.files();
            listening = null;
            now.who()
                    .tell(new Transcriptions.Settled(
                            now.all(),
                            unheard.stream()
                                    .map(file -> Question.Missing.forNow(file, "It is silent."))
                                    .toList()));
        }
    }

    private void onDownloads(Downloads.Command command) {
        if (command instanceof Downloads.Get get) {
            var isFirst = fetching == null;
            var isTriedAgain = gone != null && !gone.isEmpty();
            asksForFilesOnce &= (isFirst || isTriedAgain) && get.files().equals(attachments());
            fetching = get.who();
            gone = null;
        }
    }

    private List<Content.Attachment> attachments() {
        return Content.only(Content.Attachment.class, content);
    }

    private void fetched(int missing) {
        if (fetching != null && gone == null) {
            gone = attachments().stream()
                    .limit(missing)
                    .map(file -> Question.Missing.forNow(file, "It has expired."))
                    .toList();
            fetching.tell(new Downloads.Settled(attachments(), gone));
        }
    }

    /** Whether each file is there, or is left out in what is stored, and each recording has a transcript that is settled. */
    private boolean isPrepared() {
        return attachments().isEmpty()
                || (gone != null
                        && gone.stream().map(Question.Missing::file).noneMatch(owner.content()::contains)
                        && Recordings.untold(owner.content()).isEmpty()
                        && Recordings.open(owner.content()).isEmpty());
    }

    private <T> ActorRef<T> keep(ActorRef<T> actor) {
        spawned.add(actor);
        return actor;
    }

    private AgentProtocol.Job job(boolean resumed) {
        return new AgentProtocol.Job(id, "hi", true, Session.fresh(Path.of("/"), null, Instant.EPOCH), resumed);
    }

    @Override
    public void take(Step step) {
        switch (step.kind()) {
            case FILES_COME -> fetched(0);
            case FILES_ARE_GONE -> fetched(1 + step.which());
            case RECORDING_IS_HEARD -> listened(true);
            case RECORDING_IS_SILENT -> listened(false);
            case FILES_STALL -> {
                if (fetching != null && gone == null) {
                    fetching.tell(new Downloads.Stalled());
                }
            }
            case OTHER_TAKES_PERMIT -> throttle.otherTakes();
            case OTHER_GIVES_PERMIT -> throttle.otherGives();
            case CLAUDE_SPEAKS -> claude.speak();
            case AGENT_BEGINS -> claude.beginAgent();
            case AGENT_ENDS -> claude.endAgent();
            case CLAUDE_ASKS, CLAUDE_ASKS_MORE -> claude.ask(step.which());
            case CLAUDE_WITHDRAWS -> claude.withdraw(step.which());
            case CLAUDE_IS_CUT_OFF -> claude.cutOff();
            case CLAUDE_FINISHES -> claude.finish();
            case CLAUDE_BREAKS -> claude.crash();
            case PERSON_ALLOWS -> decide(step.which(), new Decision.Allow());
            case PERSON_ALLOWS_AGAIN -> decide(step.which(), new Decision.AllowAlways());
            case PERSON_DENIES -> decide(step.which(), new Decision.Deny(""));
            case PERSON_CORRECTS -> decide(step.which(), new Decision.Correct());
            case PERSON_SAYS_AGAIN ->
                decide(step.which(), step.which() % 2 == 0 ? new Decision.TryAgain() : new Decision.Say("instead"));
            case PERSON_STOPS -> {
                if (step.which() == 0) { // rarely, for it ends most of what can happen
                    chat.tell(new TurnProtocol.Stop());
                }
            }
            case VIEW_RESTARTS -> turn.tell(new TurnProtocol.Show());
            case VIEW_SHOWS_QUESTION -> asked.forEach(key -> chat.tell(new ChatProtocol.QuestionShown(key)));
            case STORE_HANGS -> owner.hold();
            case STORE_GOES_ON -> owner.release();
            case TIME_PASSES -> pass();
        }
    }

    private void pass() {
        simulation.pass(Duration.ofSeconds(5));
    }

    /** Decides what was asked, also what is settled by now. */
    private void decide(int which, Decision decision) {
        if (!asked.isEmpty()) {
            decisions++;
            var key = List.copyOf(asked).reversed().get(which % asked.size());
            decide(key, decision);
        }
    }

    private void decide(String key, Decision wanted) {
        var isSaid = choices.contains(key) && !(wanted instanceof Decision.Deny);
        var decision = isSaid ? new Decision.Say("Red") : wanted;
        chat.tell(new QuestionRules.Given(key, decision, People.ADA, List.of(), null, person));
    }

    private void onView(Object event) {
        seen.add(event);
        if (event instanceof ChatProtocol.Asked question) {
            asked.remove(question.question().key());
            asked.add(question.question().key());
            if (question.question() instanceof Question.Choice) {
                choices.add(question.question().key());
            }
        }
    }

    @Override
    public void check(boolean settled) {
        owner.check();
        claude.check();
        assertThat(asksForFilesOnce)
                .as("asks once for the files that the prompt brings")
                .isTrue();
        if ((throttle.isHeld() || throttle.isAwaited()) && !owner.hasEnded()) {
            assertThat(isPrepared())
                    .as("asks for its permit before its files are settled")
                    .isTrue();
        }
        if (settled && owner.isUpToDate() && stopped) {
            assertThat(throttle.isAwaited())
                    .as("waits for a permit once stopped")
                    .isFalse();
        }
        if (settled && owner.isUpToDate() && !owner.hasEnded() && !stopped && claude.isRunning() && !adopted) {
            if (claude.isBusy()) {
                assertThat(throttle.isHeld() || throttle.isAwaited())
                        .as("works with its permit, or waits to have it back")
                        .isTrue();
                assertThat(throttle.isHeld() || throttle.isOthers())
                        .as("has its permit if nobody else has it")
                        .isTrue();
            } else {
                assertThat(throttle.isHeld())
                        .as("holds a permit while only people are waited for")
                        .isFalse();
            }
        }
    }

    @Override
    public void finish() {
        owner.release();
        throttle.otherLeaves();
        simulation.settle();
        for (var rounds = 0; rounds < PERSON_SPARED && !owner.hasEnded(); rounds++) {
            pass();
            fetched(0);
            simulation.settle();
            listened(true);
            simulation.settle();
            if (!stopped) {
                asked.forEach(key -> decide(key, new Decision.Allow()));
                decisions += asked.size();
            }
            simulation.settle();
            if (stopped || claude.isBusy()) {
                claude.finish();
            }
            simulation.settle();
        }
        check(true);
        assertThat(owner.hasEnded()).as("ends").isTrue();
        assertThat(throttle.isHeld() || throttle.isAwaited())
                .as("the permit is back")
                .isFalse();
        checkView();
        assertThat(heardBeforeItsFiles)
                .as("asks for transcripts before its files are there")
                .isFalse();
        assertThat(transcribed.values()).as("transcripts of a recording").allMatch(times -> times == 1);
        assertThat(settlements).as("answers to decisions").isLessThanOrEqualTo(decisions);
        spawned.forEach(simulation::stop);
        simulation.settle();
    }

    /** The turn contract. */
    private void checkView() {
        var started = false;
        var stopping = false;
        var showing = false;
        var open = new LinkedHashSet<String>();
        for (var event : seen) {
            switch (event) {
                case Mark mark -> {
                    stopping |= mark == Mark.STOPPED;
                    showing = mark == Mark.SHOWN_AGAIN;
                }
                case ChatProtocol.Fetching fetch ->
                    assertThat(started || (stopping && !showing))
                            .as("fetches once started or stopped")
                            .isFalse();
                case ChatProtocol.Transcribing transcribing ->
                    assertThat(started || (stopping && !showing))
                            .as("transcribes once started or stopped")
                            .isFalse();
                case ChatProtocol.Queued queued ->
                    assertThat(started || (stopping && !showing))
                            .as("queued once started or stopped")
                            .isFalse();
                case ChatProtocol.Started begun -> {
                    assertThat(started && !showing).as("started twice").isFalse();
                    started = true;
                }
                case ChatProtocol.Asked question -> {
                    assertThat(started)
                            .as("asks before it has started, but about its prompt")
                            .isEqualTo(!isAboutPrompt(question.question()));
                    assertThat(stopping && !showing && !owner.hasHung())
                            .as("asks once stopped, though the question did not wait for the store")
                            .isFalse();
                    open.add(question.question().key());
                }
                case ChatProtocol.Settled settled ->
                    assertThat(open.remove(settled.key()))
                            .as("settles what is open")
                            .isTrue();
                default ->
                    assertThat(started).as("progress before it has started").isTrue();
            }
        }
        assertThat(open).as("questions left open").isEmpty();
    }

    private static boolean isAboutPrompt(Question question) {
        return question instanceof Question.FileGone
                || question instanceof Question.Transcript
                || question instanceof Question.Unheard;
    }

    private void mark(TurnProtocol.Command command) {
        if (command instanceof TurnProtocol.Stop) {
            stopped = true;
            view.tell(Mark.STOPPED);
        } else if (command instanceof TurnProtocol.Show) {
            view.tell(Mark.SHOWN_AGAIN);
        }
    }
}
