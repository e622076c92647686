package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.chat.ChatWorld.CHAT;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.audit.Audit;
import switchboard.board.Board;
import switchboard.chat.ChatProtocol.Accepted;
import switchboard.chat.ChatProtocol.Receipt;
import switchboard.claude.ClaudeAgent;
import switchboard.claude.trust.TrustStore;
import switchboard.command.EditedCommand;
import switchboard.command.SlashCommands;
import switchboard.files.Downloads;
import switchboard.files.FileLimits;
import switchboard.files.FilesSettings;
import switchboard.files.OutgoingCopy;
import switchboard.files.OutgoingFiles;
import switchboard.files.ScriptedAttachments;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.CurrentTurn;
import switchboard.model.Decision;
import switchboard.model.FileReceipt;
import switchboard.model.OfferedFile;
import switchboard.model.PendingAnswer;
import switchboard.model.People;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Revision;
import switchboard.model.TurnId;
import switchboard.model.Wording;
import switchboard.simulation.Sequences;
import switchboard.simulation.Simulation;
import switchboard.throttle.Throttle;
import switchboard.throttle.WarmPool;
import switchboard.voice.Transcriptions;

/** One chat with everything under it, its store, its front and its people, and the rules that must hold for it. */
final class ChatModel implements Sequences.World<ChatModel.Step> {

    /** What can happen; what cannot just now, does not. */
    enum Kind {
        SUBMIT,
        SUBMIT_MORE,
        SUBMIT_FILES,
        SUBMIT_RECORDING,
        SUBMIT_AGAIN,
        SUBMIT_LATE,
        EDIT_WORDS,
        EDIT_FILES,
        EDIT_AGAIN,
        COMMAND_ASK_EDITED,
        COMMAND_STOP,
        COMMAND_CANCEL,
        COMMAND_NEW,
        COMMAND_CLEAR,
        COMMAND_GO_ON,
        COMMAND_RUN_ONE,
        COMMAND_MOVE,
        COMMAND_RETRY,
        COMMAND_BUDGET,
        COMMAND_BUDGET_MORE,
        DAY_BEGINS,
        FILES_COME,
        FILES_COME_SOON,
        FILES_STALL,
        FILES_ARE_GONE,
        RECORDINGS_ARE_HEARD,
        RECORDINGS_ARE_SILENT,
        STORE_FAILS,
        STORE_FAILS_LATE,
        STORE_HANGS,
        STORE_GOES_ON,
        CLAUDE_SPEAKS,
        CLAUDE_ASKS,
        CLAUDE_ANSWERS,
        CLAUDE_ANSWERS_SOON,
        CLAUDE_CRASHES,
        CLAUDE_CANNOT_START,
        CLAUDE_LOSES_SESSION,
        CLAUDE_BEGINS,
        PERSON_ALLOWS,
        PERSON_CORRECTS,
        PERSON_SAYS,
        VIEW_SENDS,
        AGENT_SENDS_FILE,
        COMMAND_SENDS_FILE,
        VIEW_BEGINS_FILE,
        VIEW_CONFIRMS_FILE,
        VIEW_CONFIRMS,
        VIEW_CONFIRMS_SOON,
        VIEW_CRASHES,
        VIEW_SHOWS_QUESTIONS,
        OTHER_TAKES_PERMIT,
        OTHER_GIVES_PERMIT,
        CLOCK_FAILS,
        HOST_IS_KILLED,
        TIME_PASSES,
        MUCH_TIME_PASSES
    }

    /** @param which of several */
    record Step(Kind kind, int which) {}

    private static final int ROUNDS = 60;

    /** Fewer than a front needs to begin with its numbers again. */
    private static final int MOST_DAYS = 5;

    /** Directories that a chat may move to, as many as a step may pick. */
    private static final int PLACES = 3;

    private static final SlashCommands COMMANDS = SlashCommands.installed();

    private final Simulation simulation;
    private final Path directory;
    private final FlakyStore store;
    private final StoreModel model = new StoreModel();
    private final FakeClaude claude = new FakeClaude();
    private final TestClock clock = new TestClock();
    private final Backlog backlog = new Backlog(50);
    private final ActorRef<Downloads.Command> downloads;

    /** The turns that wait for files, those of a killed host included. */
    private final List<Downloads.Get> fetching = new ArrayList<>();

    private final ActorRef<Transcriptions.Command> transcriptions;

    /** The turns that wait for transcripts, those of a killed host included. */
    private final List<Transcriptions.Transcribe> listening = new ArrayList<>();

    private final ActorRef<Throttle.Command> throttle;
    private final ActorRef<WarmPool.Command> pool;
    private final ActorRef<Board.Command> board;
    private final ActorRef<Throttle.Reply> other;
    private final ActorRef<ChatProtocol.Settlement> person;

    /** What the front has not been told is stored, and so tells again. */
    private final Map<Long, ChatProtocol.Command> unacknowledged = new LinkedHashMap<>();

    private final Map<Long, ChatProtocol.Command> sent = new LinkedHashMap<>();

    /** The messages that are prompts, and their edits. */
    private final List<Long> said = new ArrayList<>();

    private final List<ChatProtocol.Edit> edits = new ArrayList<>();
    private final Map<TurnId, PendingAnswer> told = new HashMap<>();
    private final Set<TurnId> unconfirmed = new LinkedHashSet<>();
    private final Set<String> asked = new LinkedHashSet<>();

    /** Files that were stored at any time, before the view might send them and after. */
    private final Set<String> keptFiles = new HashSet<>();

    private final Set<String> begunFiles = new HashSet<>();
    private final Set<String> toldFiles = new HashSet<>();

    /** Files that people may have. */
    private final Set<String> sentFiles = new HashSet<>();

    private final Set<String> unconfirmedFiles = new LinkedHashSet<>();

    /** Turns that Claude has answered to a chat that lives. */
    private final Set<String> answered = new HashSet<>();

    private @Nullable ActorRef<ChatProtocol.Event> view;
    private ActorRef<ChatManager.Command> manager;
    private boolean crashing;
    private int otherHas;

    /** Turns that were stopped before the host was killed. */
    private final Set<String> stopped = new HashSet<>();

    private long messages;
    private int days;

    /** Turns that wait because of the budget, by what is asked about them. */
    private final Map<String, TurnId> overBudget = new HashMap<>();

    ChatModel(Simulation simulation, Path directory) {
        this.simulation = simulation;
        this.directory = directory;
        for (var place = 0; place < PLACES; place++) {
            var made = directory.resolve("place-" + place).toFile();
            assertThat(made.isDirectory() || made.mkdir()).isTrue();
        }
        claude.cost(1);
        store = FlakyStore.of(simulation.system());
        store.clear();
        store.witness(state -> {
            model.stored(state);
            state.undelivered().outgoing().forEach(file -> (file.begun() ? begunFiles : keptFiles).add(file.key()));
        });
        downloads = simulation.listener(this::onDownloads);
        transcriptions = simulation.listener(this::onTranscriptions);
        throttle = simulation.spawn(Throttle.create(1, new TestClock()));
        pool = simulation.spawn(WarmPool.create(9, 9, () -> Long.MAX_VALUE, throttle));
        board = simulation.spawn(Board.create(simulation.system().ignoreRef()));
        other = simulation.listener(reply -> otherHas += reply instanceof Throttle.Granted ? 1 : 0);
        person = simulation.listener(settled -> {});
        manager = simulation.spawn(manager());
    }

    private Behavior<ChatManager.Command> manager() {
        return ChatManager.create(self -> chat -> Chat.create(chat, setup(self)), board, FlakyStore.ID);
    }

    private ChatSetup setup(Host self) {
        var facts = ChatWorld.facts(directory, COMMANDS);
        var agent = new ClaudeAgent(ChatWorld.settings(directory), claude, TrustStore.inMemory());
        var files = new FilesSettings(directory.resolve("files"), Long.MAX_VALUE, Duration.ofDays(7));
        var limits = FileLimits.of(Optional.of(files), new ScriptedAttachments());
        return new ChatSetup(
                agent.sessions("test"),
                agent.idle(),
                (chat, owner) -> view(),
                facts,
                backlog,
                Optional.of(ChatWorld.TRANSCRIPT_WAIT),
                Duration.ZERO,
                clock,
                FlakyStore.ID,
                limits,
                downloads,
                OutgoingFiles.none(),
                transcriptions,
                throttle,
                pool,
                board,
                Audit.NONE,
                self);
    }

    private void onDownloads(Downloads.Command command) {
        if (command instanceof Downloads.Get get) {
            fetching.add(get);
        }
    }

    /** @param missing of how many files nobody has any */
    private void fetched(int missing) {
        for (var get : fetching) {
            get.who()
                    .tell(new Downloads.Settled(
                            get.files(),
                            get.files().stream()
                                    .limit(missing)
                                    .map(file -> Question.Missing.forNow(file, "It has expired."))
                                    .toList()));
        }
        fetching.clear();
    }

    private void onTranscriptions(Transcriptions.Command command) {
        if (command instanceof Transcriptions.Transcribe asked) {
            listening.add(asked);
        }
    }

    private void listened(boolean isHeard) {
        for (var asked : List.copyOf(listening)) {
            if (isHeard) {
                asked.files()
                        .forEach(file -> asked.who().tell(new Transcriptions.Heard(file, "said in " + file.ref())));
            }
            asked.who()
                    .tell(new Transcriptions.Settled(
                            asked.files(),
                            isHeard
                                    ? List.of()
                                    : asked.files().stream()
                                            .map(file -> Question.Missing.forNow(file, "It is silent."))
                                            .toList()));
        }
        listening.clear();
    }

    private Behavior<ChatProtocol.Event> view() {
        return Behaviors.setup(ctx -> {
            view = ctx.getSelf();
            unconfirmedFiles.clear();
            unconfirmed.clear(); // a view that begins anew knows nothing
            overBudget.clear();
            return Behaviors.receiveMessage(event -> {
                onView(event);
                return Behaviors.same();
            });
        });
    }

    private void onView(ChatProtocol.Event event) {
        switch (event) {
            case ChatProtocol.Noticed notice -> {
                if (notice.text().equals("crash")) {
                    throw new IllegalStateException("the view fails, as the test wants it");
                }
            }
            case ChatProtocol.Ended ended -> {
                var answer = ended.answer();
                told.put(answer.id(), answer);
                unconfirmed.add(answer.id());
                model.note(model.hasEnded(answer.id(), answer.outcome()), "told before it is stored");
            }
            case ChatProtocol.Sending sending -> {
                var key = sending.file().key();
                model.note(keptFiles.contains(key) || begunFiles.contains(key), "a file told before it is stored");
                model.note(sending.file().begun() || !sentFiles.contains(key), "a file may come twice unmarked");
                toldFiles.add(key);
                unconfirmedFiles.add(key);
            }
            case ChatProtocol.Dropped dropped ->
                model.note(!model.hasAccepted(dropped.turn()) || model.hasDropped(dropped.turn()), "dropped and kept");
            case ChatProtocol.Asked question -> {
                asked.add(question.question().key());
                if (question.question() instanceof Question.OverBudget over) {
                    overBudget.put(over.key(), question.turn());
                }
            }
            case ChatProtocol.Settled settled -> overBudget.remove(settled.key());
            default -> {} // what may be lost
        }
    }

    @Override
    public void take(Step step) {
        switch (step.kind()) {
            case SUBMIT, SUBMIT_MORE -> submit(nextMessage(), 0, 0);
            case SUBMIT_FILES -> submit(nextMessage(), 1 + step.which(), 0);
            case SUBMIT_RECORDING -> submit(nextMessage(), step.which() / 2, 1);
            case SUBMIT_LATE -> submitLate(step.which());
            case EDIT_WORDS -> edit(step, 0);
            case EDIT_FILES -> edit(step, 1 + step.which());
            case EDIT_AGAIN -> pick(edits, step).ifPresent(this::deliver);
            case COMMAND_ASK_EDITED ->
                pick(said.reversed(), step).ifPresent(message -> invoke(EditedCommand.NAME, "m" + message));
            case SUBMIT_AGAIN -> pick(sent.values(), step).ifPresent(this::deliver);
            case COMMAND_STOP -> invoke("stop", "");
            case COMMAND_CANCEL ->
                pick(model.accepted().reversed(), step).ifPresent(turn -> invoke("cancel", turn.value()));
            case COMMAND_NEW -> invoke("new", "");
            case COMMAND_CLEAR -> invoke("pending", "clear");
            case COMMAND_GO_ON -> invoke("pending", "go");
            case COMMAND_RUN_ONE ->
                pick(model.held(), step).ifPresent(turn -> invoke("pending", "run " + turn.value()));
            case COMMAND_MOVE ->
                invoke("cd", directory.resolve("place-" + step.which()).toString());
            case COMMAND_RETRY -> invoke("retry", "");
            case COMMAND_BUDGET, COMMAND_BUDGET_MORE ->
                invoke("budget", List.of("off", "1", "1").get(step.which()));
            case DAY_BEGINS -> {
                if (++days < MOST_DAYS) {
                    clock.pass(Duration.ofDays(1));
                }
            }
            case FILES_COME, FILES_COME_SOON -> fetched(0);
            case FILES_STALL -> fetching.forEach(get -> get.who().tell(new Downloads.Stalled()));
            case FILES_ARE_GONE -> fetched(1 + step.which());
            case RECORDINGS_ARE_HEARD -> listened(true);
            case RECORDINGS_ARE_SILENT -> listened(false);
            case STORE_FAILS -> store.failNext(1 + step.which());
            case STORE_FAILS_LATE -> store.failLateNext(1);
            case STORE_HANGS -> store.hold();
            case STORE_GOES_ON -> store.release();
            case CLAUDE_SPEAKS -> process().ifPresent(each -> each.say("word"));
            case CLAUDE_ASKS -> process().ifPresent(each -> each.askBash("r" + nextMessage(), "git pull"));
            case CLAUDE_ANSWERS, CLAUDE_ANSWERS_SOON -> process().ifPresent(this::answer);
            case CLAUDE_CRASHES -> process().ifPresent(FakeClaude.Child::crash);
            case CLAUDE_CANNOT_START -> claude.failNextStart(-1, "no such program");
            case CLAUDE_LOSES_SESSION -> claude.loseNextSession();
            case CLAUDE_BEGINS -> idle().ifPresent(FakeClaude.Child::begin);
            case PERSON_ALLOWS -> pick(List.copyOf(asked).reversed(), step).ifPresent(this::allow);
            case PERSON_CORRECTS -> asked.forEach(key -> decide(key, new Decision.Correct()));
            case PERSON_SAYS -> pick(List.copyOf(asked).reversed(), step).ifPresent(key -> decide(key, said(step)));
            case VIEW_SHOWS_QUESTIONS -> asked.forEach(key -> deliver(new ChatProtocol.QuestionShown(key)));
            case VIEW_SENDS ->
                pick(unconfirmed, step)
                        .ifPresent(turn -> deliver(new ChatProtocol.Remember(
                                turn,
                                TextNode.valueOf("sending"),
                                simulation.system().ignoreRef())));
            case AGENT_SENDS_FILE -> process().ifPresent(each -> sendFile(each.turn(), step.which()));
            case COMMAND_SENDS_FILE -> {
                var key = "command-" + nextMessage();
                deliver(new ChatInternal.Copied(new OutgoingCopy.Made(key, Path.of("/" + key), key, 1), null));
            }
            case VIEW_BEGINS_FILE -> pick(unconfirmedFiles, step).ifPresent(this::beginFile);
            case VIEW_CONFIRMS_FILE -> pick(unconfirmedFiles, step).ifPresent(key -> confirmFile(key, step.which()));
            case VIEW_CONFIRMS, VIEW_CONFIRMS_SOON -> pick(unconfirmed, step).ifPresent(this::confirm);
            case VIEW_CRASHES ->
                Optional.ofNullable(view).ifPresent(each -> each.tell(new ChatProtocol.Noticed("crash")));
            case OTHER_TAKES_PERMIT -> throttle.tell(new Throttle.Acquire(other, false));
            case OTHER_GIVES_PERMIT -> throttle.tell(new Throttle.Release(other));
            case CLOCK_FAILS -> {
                clock.failOnce();
                crashing = true;
                answered.clear();
            }
            case HOST_IS_KILLED -> kill(step.which() > 0);
            case TIME_PASSES -> pass(Duration.ofSeconds(1 + 2L * step.which()));
            case MUCH_TIME_PASSES -> pass(ChatWorld.PASSIVATION.multipliedBy(2));
        }
    }

    /** The same file of a turn has the same key, also when the turn runs again. */
    private void sendFile(String turn, int which) {
        var copy = Path.of("/" + turn + "-" + which);
        var offer = new AgentProtocol.FileOffered(
                "r" + nextMessage(), "t", new OfferedFile(turn + "-" + which, copy, "plot.png", null, 1, ""));
        deliver(new ChatInternal.FromTurn(new TurnProtocol.Offered(new TurnId(turn), offer)));
    }

    private void beginFile(String key) {
        deliver(new ChatProtocol.Uploading(key, simulation.listener(may -> {
            model.note(begunFiles.contains(may.key()) || isOver(may.key()), "may be sent before that is stored");
            if (unconfirmedFiles.contains(may.key())) {
                sentFiles.add(may.key());
            }
        })));
    }

    /** Whether it is stored that the file has come, in place of the state before that. */
    private boolean isOver(String key) {
        return store.state(CHAT)
                .filter(state -> state.undelivered().file(key).isPresent())
                .isEmpty();
    }

    private void confirmFile(String key, int which) {
        unconfirmedFiles.remove(key);
        sentFiles.remove(key);
        deliver(new ChatProtocol.Uploaded(
                key, which == 0 ? FileReceipt.refused("It is too large.") : FileReceipt.sent("m")));
    }

    private void allow(String key) {
        decide(key, new Decision.Allow());
    }

    private static Decision said(Step step) {
        return step.which() == 0 ? new Decision.TryAgain() : new Decision.Say("instead " + step.which());
    }

    private void decide(String key, Decision decision) {
        deliver(new ChatProtocol.Answer(People.ADA, key, decision, List.of(), person));
    }

    private static <T> Optional<T> pick(java.util.Collection<T> from, Step step) {
        return from.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(from).get(step.which() % from.size()));
    }

    private Optional<FakeClaude.Child> process() {
        return claude.processes().stream()
                .filter(each -> !each.turn().isEmpty())
                .findFirst();
    }

    private Optional<FakeClaude.Child> idle() {
        return claude.processes().stream()
                .filter(each -> !each.hasEnded()
                        && each.turn().isEmpty()
                        && !each.prompts().isEmpty())
                .findFirst();
    }

    /** What was said before the latest messages and comes after them. */
    private void submitLate(int before) {
        var number = messages - 1 - 2L * before;
        if (number > 0 && !sent.containsKey(number)) {
            submit(number, 0, 0);
        }
    }

    /** Every other one, so that something may have been said between them. */
    private long nextMessage() {
        return messages += 2;
    }

    private void submit(long number, int photos, int recordings) {
        var attached = IntStream.range(0, photos + recordings)
                .<Content>mapToObj(each -> new Content.Attachment(
                        number + "-" + each,
                        each < photos ? Content.Attachment.Kind.PHOTO : Content.Attachment.Kind.VOICE,
                        null,
                        null,
                        null));
        var content = Stream.concat(Stream.of(new Content.Text("hold " + number)), attached)
                .toList();
        var prompt = new Prompt(TurnId.random(), content, true, "m" + number, Instant.EPOCH);
        said.add(number);
        var wording = new Wording("Ada", 0, List.of(piece(number, content)));
        send(
                number,
                new ChatProtocol.Submit(People.ADA, prompt, List.of(number), null, false, wording, receipts(number)));
    }

    /** One of the latest messages says something else, or brings other files. */
    private void edit(Step step, int files) {
        pick(said.reversed(), step).ifPresent(message -> {
            var number = nextMessage();
            var attached = IntStream.range(0, files)
                    .<Content>mapToObj(each -> new Content.Attachment(
                            number + "-" + each, Content.Attachment.Kind.PHOTO, null, null, null));
            var content = Stream.concat(attached, Stream.of(new Content.Text("hold " + message + " as " + number)))
                    .toList();
            var edit = new ChatProtocol.Edit(
                    People.ADA,
                    new Revision("Ada", List.of(), piece(message, content), false, false),
                    List.of(number),
                    simulation.listener(receipt -> unacknowledged.remove(number)));
            unacknowledged.put(number, edit);
            edits.add(edit);
            deliver(edit);
        });
    }

    private static Wording.Piece piece(long message, List<Content> content) {
        var files = Content.only(Content.Attachment.class, content);
        return new Wording.Piece(
                "m" + message,
                Content.text(Content.only(Content.Text.class, content)),
                files.isEmpty() ? "" : files.toString(),
                "",
                content);
    }

    private void invoke(String name, String argument) {
        var number = nextMessage();
        if (name.equals(EditedCommand.NAME) || (name.equals("pending") && !argument.equals("clear"))) {
            model.saidGoOn(number);
        }
        send(
                number,
                new ChatProtocol.Invoke(
                        People.ADA, name, argument, "m" + number, List.of(number), null, receipts(number)));
    }

    private ActorRef<Receipt> receipts(long number) {
        return simulation.listener(receipt -> {
            unacknowledged.remove(number);
            model.note(!(receipt instanceof Accepted) || model.hasTaken(number), "acknowledged before it is stored");
        });
    }

    private void send(long number, ChatProtocol.Command command) {
        unacknowledged.put(number, command);
        sent.put(number, command);
        deliver(command);
    }

    private void deliver(ChatProtocol.Command command) {
        manager.tell(new ChatManager.Deliver(CHAT, command));
    }

    private void confirm(TurnId turn) {
        unconfirmed.remove(turn);
        model.confirm(turn);
        deliver(new ChatProtocol.Delivered(turn));
    }

    private void answer(FakeClaude.Child process) {
        var turn = process.turn();
        process.answer("answer to " + turn);
        if (!crashing) { // else whoever looks at the clock is gone, perhaps with this answer
            answered.add(turn);
        }
    }

    /** The front tells again what is not acknowledged. */
    private void pass(Duration time) {
        simulation.pass(time);
        List.copyOf(unacknowledged.values()).forEach(this::deliver);
    }

    /**
     * All is gone at once, the processes too, and the host starts again.
     *
     * @param isWoken whether the chat begins by itself; else the next message wakes it
     */
    private void kill(boolean isWoken) {
        simulation.stop(manager);
        store.lose();
        simulation.settle();
        claude.processes().forEach(FakeClaude.Child::crash);
        simulation.settle();
        answered.clear();
        asked.clear();
        store.state(CHAT)
                .map(ChatState::current)
                .filter(CurrentTurn::stopped)
                .ifPresent(current -> stopped.add(current.id().value()));
        manager = simulation.spawn(manager());
        if (isWoken) {
            deliver(new ChatProtocol.Wake());
        }
    }

    /** @param settled whether nothing is under way */
    @Override
    public void check(boolean settled) {
        crashing &= !settled || clock.fails();
        model.check();
        assertThat(claude.revived()).as("goes on though it is over").isEmpty();
        var working = claude.processes().stream()
                .filter(each -> !each.turn().isEmpty())
                .toList();
        assertThat(working).as("processes that work at once").hasSizeLessThanOrEqualTo(1);
        for (var each : working) {
            assertThat(model.hasAccepted(new TurnId(each.turn())))
                    .as("runs what is stored")
                    .isTrue();
            assertThat(answered).as("runs again what was answered").doesNotContain(each.turn());
            assertThat(stopped).as("runs what was stopped").doesNotContain(each.turn());
            assertThat(overBudget.values()).as("runs beyond the budget").doesNotContain(new TurnId(each.turn()));
            checkWords(each);
        }
    }

    /** What runs is what the prompt is, with all its edits. */
    private void checkWords(FakeClaude.Child process) {
        store.state(CHAT)
                .map(ChatState::current)
                .filter(current -> current.begun() && current.id().value().equals(process.turn()))
                .ifPresent(current -> assertThat(process.prompts())
                        .as("what runs")
                        .last()
                        .isEqualTo(current.prompt().text()));
    }

    @Override
    public void finish() {
        store.failNext(0);
        store.failLateNext(0);
        store.release();
        throttle.tell(new Throttle.Release(other));
        deliver(new ChatProtocol.Wake());
        for (var rounds = 0; rounds < ROUNDS && !isDone(); rounds++) {
            pass(Duration.ofSeconds(5));
            simulation.settle();
            fetched(0);
            simulation.settle();
            listened(true);
            simulation.settle();
            asked.forEach(this::allow);
            simulation.settle();
            process().ifPresent(this::answer);
            idle().ifPresent(FakeClaude.Child::rest);
            simulation.settle();
            List.copyOf(unconfirmed).forEach(this::confirm);
            List.copyOf(unconfirmedFiles).forEach(key -> confirmFile(key, 1));
            simulation.settle();
            if (store.state(CHAT).filter(state -> !state.held().isEmpty()).isPresent()) {
                invoke("pending", "go");
            }
            check(true);
        }
        assertThat(unacknowledged.values()).as("never acknowledged").isEmpty();
        assertThat(store.state(CHAT).filter(state -> !state.atRest()))
                .as("never at rest")
                .isEmpty();
        assertThat(model.ended()).as("ended").containsAll(model.toBeEnded());
        assertThat(told.keySet()).as("told").containsAll(model.toBeEnded());
        assertThat(toldFiles).as("told files").containsAll(keptFiles).containsAll(begunFiles);
        checkPermit();
        simulation.stop(manager);
        List.of(downloads, transcriptions, throttle, pool, board, other, person).forEach(simulation::stop);
        simulation.settle();
        store.clear();
    }

    private boolean isDone() {
        return unacknowledged.isEmpty()
                && store.state(CHAT).filter(state -> !state.atRest()).isEmpty();
    }

    private void checkPermit() {
        pass(Duration.ofSeconds(5));
        simulation.settle();
        var before = otherHas;
        throttle.tell(new Throttle.Acquire(other, false));
        simulation.settle();
        assertThat(otherHas).as("the permit is free").isEqualTo(before + 1);
    }
}
