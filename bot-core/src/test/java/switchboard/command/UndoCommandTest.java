package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import switchboard.model.AgentQuery;
import switchboard.model.ChatState;
import switchboard.model.Cost;
import switchboard.model.FileChanges;
import switchboard.model.FilePatch;
import switchboard.model.FileSearch;
import switchboard.model.FileState;
import switchboard.model.Origin;
import switchboard.model.Outcome;
import switchboard.model.Reply;
import switchboard.model.Session;
import switchboard.model.TurnId;

class UndoCommandTest {

    private static final Path DIRECTORY = Path.of("/srv");
    private static final Instant THEN = TestChat.NOW.minusSeconds(100);
    private static final FileChanges NOTHING = new FileChanges(List.of(), 0, 0, false);
    private static final AgentQuery.Taken TAKEN = new AgentQuery.Taken();

    private static final Provider FORKS =
            new Provider(EnumSet.allOf(Capability.class), Optional::empty, Optional.empty(), Optional.empty());

    private final TestChat chat = new TestChat(DIRECTORY);

    @Test
    void itShowsWhatWouldBePutBackAndDoesNothingYet() {
        var turn = changed("make it blue", file("a.txt", "1"), file("sub/b.txt", "1"));
        chat.agentSaysInTurn(changes(file("a.txt", "1"), file("sub/b.txt", "1")));

        assertThat(chat.give("/undo")).isEqualTo("""
                ↩️ Undo “make it blue”? 2 files would be as before it: 80 added and 12 removed lines since then are taken back.

                • `a.txt`
                • `sub/b.txt`""");
        assertThat(chat.labels()).containsExactly("Put back");
        assertThat(queries()).containsExactly(new AgentQuery.ChangesSince(turn));
        assertThat(chat.state().changes().puttingBack()).isNull();
    }

    @Test
    void aPressPutsBackExactlyWhatWasShownAndLooksAgain() {
        var turn = changed("make it blue", file("a.txt", "1"));
        var press = offered(changes(file("a.txt", "1")));
        chat.agentSaysInTurn(changes(file("a.txt", "1")), TAKEN, NOTHING);

        assertThat(chat.give(press)).isEqualTo("↩️ Done: 1 file back as before “make it blue”.");
        assertThat(queries())
                .containsExactly(
                        new AgentQuery.ChangesSince(turn),
                        new AgentQuery.PutBack(turn),
                        new AgentQuery.ChangesSince(turn));
        assertThat(chat.state().changes().puttingBack()).isNull();
    }

    @Test
    void aSecondPressSaysThatItIsUndone() {
        changed("make it blue", file("a.txt", "1"));
        var press = offered(changes(file("a.txt", "1")));
        chat.agentSaysInTurn(changes(file("a.txt", "1")), TAKEN, NOTHING);
        chat.give(press);

        assertThat(chat.give(press))
                .isEqualTo("That is undone already: the files are as they were before “make it blue”.");
        assertThat(queries()).isEmpty();
        assertThat(chat.give("/undo"))
                .isEqualTo("Nothing to undo: Claude has changed no files in this session, as far as I know.");
    }

    @Test
    void ifAFileHasChangedSinceItWasShownItIsShownAgain() {
        changed("make it blue", file("a.txt", "1"));
        var press = offered(changes(file("a.txt", "1")));
        chat.agentSaysInTurn(changes(file("a.txt", "other")));

        assertThat(chat.give(press))
                .startsWith("Something has changed since I showed you this, so please look again.")
                .contains("someone else may have changed `a.txt`.");
        assertThat(chat.labels()).containsExactly("Put back all the same");
        assertThat(queries()).noneMatch(AgentQuery.PutBack.class::isInstance);
    }

    @Test
    void anEarlierTurnTakesTheLaterOnesBackAndSaysSo() {
        var first = changed("make it blue", file("a.txt", "1"));
        changed("make it round", file("b.txt", "1"));
        chat.agentSaysInTurn(changes(file("a.txt", "1"), file("b.txt", "1")));

        assertThat(chat.give("/undo " + first.value().substring(0, 8)))
                .contains("This takes back 1 later task, too: “make it round”.");
        var press = chat.buttons().getFirst();
        chat.agentSaysInTurn(changes(file("a.txt", "1"), file("b.txt", "1")), TAKEN, NOTHING);
        chat.give(press);
        assertThat(chat.state().changes().turns()).allMatch(turn -> turn.undone());
    }

    @Test
    void theLastTurnLeavesTheEarlierOneToBeUndone() {
        changed("make it blue", file("a.txt", "1"));
        changed("make it round", file("a.txt", "2"));
        var press = offered(changes(file("a.txt", "2")));
        chat.agentSaysInTurn(changes(file("a.txt", "2")), TAKEN, NOTHING);
        chat.give(press);
        chat.agentSaysInTurn(changes(new FileState(DIRECTORY.resolve("a.txt"), 1, TestChat.NOW, "1")));

        assertThat(chat.give("/undo")).startsWith("↩️ Undo “make it blue”?").doesNotContain("someone else");
    }

    @Test
    void aFileThatOtherHandsHaveChangedOrDeletedIsNamed() {
        changed("make it blue", file("a.txt", "1"), file("b.txt", "1"), file("c.txt", "1"));
        chat.agentSaysInTurn(
                changes(file("a.txt", "1"), file("b.txt", "2"), FileState.missing(DIRECTORY.resolve("c.txt"))));

        assertThat(chat.give("/undo")).contains("⚠️ Besides Claude, someone else may have changed `b.txt`, `c.txt`.");
        assertThat(chat.labels()).containsExactly("Put back all the same");
    }

    @Test
    void whatOtherHandsHaveChangedBetweenTwoTasksIsAskedAboutIfBothAreUndone() {
        var first = changed("make it blue", file("a.txt", "1"), file("b.txt", "1"));
        changed(
                "make it round",
                changes(file("a.txt", "2"), file("b.txt", "2"))
                        .with(false, List.of(file("a.txt", "1 and mine"), file("b.txt", "1")), List.of()));
        chat.agentSaysInTurn(changes(file("a.txt", "2"), file("b.txt", "2")));

        assertThat(chat.give("/undo " + first)).contains("⚠️ Besides Claude, someone else may have changed `a.txt`.");
        assertThat(chat.labels()).containsExactly("Put back all the same");
        chat.agentSaysInTurn(changes(file("a.txt", "2"), file("b.txt", "2")));
        assertThat(chat.give("/undo"))
                .as("the later one alone brings back what they have changed")
                .doesNotContain("someone else");
    }

    @Test
    void whatOtherHandsHaveChangedWithinATaskIsAskedAbout() {
        changed(
                "make it blue",
                changes(file("a.txt", "1"), file("b.txt", "1"))
                        .with(false, List.of(), List.of(DIRECTORY.resolve("b.txt"))));
        chat.agentSaysInTurn(changes(file("a.txt", "1"), file("b.txt", "1")));

        assertThat(chat.give("/undo")).contains("⚠️ Besides Claude, someone else may have changed `b.txt`.");
        assertThat(chat.labels()).containsExactly("Put back all the same");
    }

    @Test
    void aFileThatATaskHasFoundAsItWasPutBackIsNobodyElses() {
        var first = changed("make it blue", file("a.txt", "1"));
        changed("make it round", file("a.txt", "2"));
        var press = offered(changes(file("a.txt", "2")));
        chat.agentSaysInTurn(changes(file("a.txt", "2")), TAKEN, NOTHING);
        chat.give(press);
        changed("make it red", changes(file("a.txt", "3")).with(false, List.of(file("a.txt", "1")), List.of()));
        chat.agentSaysInTurn(changes(file("a.txt", "3")));

        assertThat(chat.give("/undo " + first)).doesNotContain("someone else");
    }

    @Test
    void twoPressesAtOnceGoBackOnce() {
        chat.provider(FORKS);
        changed("make it blue", file("a.txt", "1"));
        offered(changes(file("a.txt", "1")));
        var back = chat.buttons().getLast();
        chat.agentSaysInTurn(NOTHING).give(back);
        var now = chat.state().session();
        var second = new UndoSteps(
                chat.state().changes().turns().getFirst(),
                chat.state()
                        .sessions()
                        .find(chat.state().changes().turns().getFirst().session())
                        .orElseThrow(),
                "",
                true,
                true,
                (id, search) -> FileSearch.Found.NOTHING,
                TestChat.NOW);

        var ask = (Reaction.AskAgent<?>) second.look(chat.state()).actions().getFirst();
        var reaction = answered(ask, NOTHING);

        assertThat(reaction.next().destination()).isEqualTo(now);
        assertThat(reaction.actions().getFirst())
                .isEqualTo(new Reaction.Say(
                        Reply.of("That is undone already: the files are as they were before “make it blue”.")));
    }

    private <T> Reaction answered(Reaction.AskAgent<T> ask, Object answer) {
        return ask.then()
                .apply(
                        chat.state(),
                        new AgentQuery.Answered<>(ask.query().answer().cast(answer)));
    }

    @Test
    void aFileThatWasOnlyTouchedIsAsClaudeLeftIt() {
        changed("make it blue", file("a.txt", "1"));
        chat.agentSaysInTurn(changes(new FileState(DIRECTORY.resolve("a.txt"), 1, TestChat.NOW, "1")));

        assertThat(chat.give("/undo")).doesNotContain("someone else");
    }

    @Test
    void whatOnlyCommandsHaveMadeIsNamedAsOutOfReach() {
        changed("build it", true, file("a.txt", "1"));
        chat.agentSaysInTurn(changes(file("a.txt", "1")));
        chat.finds(new FileSearch.Found(List.of(DIRECTORY.resolve("made.txt")), true));

        assertThat(chat.give("/undo"))
                .endsWith("Stays as it is, because only commands or subagents changed it: `made.txt`. "
                        + "What they deleted doesn't come back.");
        var period = Objects.requireNonNull(chat.searches.getLast().modified());
        assertThat(period.wants(DIRECTORY.resolve("made.txt"), TestChat.NOW)).isTrue();
        assertThat(period.wants(DIRECTORY.resolve("a.txt"), TestChat.NOW)).isFalse();
        assertThat(period.wants(DIRECTORY.resolve("made.txt"), TestChat.NOW.minusSeconds(30)))
                .isFalse();
    }

    @Test
    void whileClaudeIsAtWorkNothingIsPutBack() {
        var turn = changed("make it blue", file("a.txt", "1"));
        chat.ask("more");

        assertThat(chat.give("/undo " + turn))
                .isEqualTo("Claude is at work. Wait until it's done or /stop it, then /undo.");
        assertThat(queries()).isEmpty();
    }

    @Test
    void whileFilesArePutBackAnotherUndoWaits() {
        var turn = changed("make it blue", file("a.txt", "1"));
        chat.change(state -> state.with(ChatState::changes, changes -> changes.puttingBack(turn)));

        assertThat(chat.give("/undo")).isEqualTo("I'm putting files back right now. One moment.");
    }

    @Test
    void whatTheAgentHasForgottenIsSaid() {
        changed("make it blue", file("a.txt", "1"));
        chat.agentFails("It forgot.");

        assertThat(chat.give("/undo")).isEqualTo("I can't undo “make it blue”: It forgot.");
    }

    @Test
    void whatIsPutBackInPartIsSaidByName() {
        changed("make it blue", file("a.txt", "1"), file("b.txt", "1"));
        var press = offered(changes(file("a.txt", "1"), file("b.txt", "1")));
        chat.agentSaysInTurn(changes(file("a.txt", "1"), file("b.txt", "1")), TAKEN, changes(file("b.txt", "1")));

        assertThat(chat.give(press)).startsWith("⚠️ Only 1 of 2 files are back. These are not: `b.txt`.");
        assertThat(chat.labels()).containsExactly("Look again");
        assertThat(chat.state().changes().newest(chat.state().session())).isPresent();
        assertThat(chat.state().changes().puttingBack()).isNull();
    }

    @Test
    void whatHasTakenAFilesPlaceIsLeftAloneAndTheRestIsUndone() {
        changed("make it blue", file("a.txt", "1"), file("b.txt", "1"));
        var folder = FileState.blocked(DIRECTORY.resolve("b.txt"));
        chat.agentSaysInTurn(changes(file("a.txt", "1"), folder));
        assertThat(chat.give("/undo")).isEqualTo("""
                ↩️ Undo “make it blue”? 1 file would be as before it: 80 added and 12 removed lines since then are taken back.

                • `a.txt`

                I leave `b.txt` alone: a folder or a link is there now.""");
        var press = chat.buttons().getFirst();
        chat.agentSaysInTurn(changes(file("a.txt", "1"), folder), TAKEN, changes(folder));

        assertThat(chat.give(press))
                .isEqualTo("↩️ Done: 1 file back as before “make it blue”. "
                        + "I leave `b.txt` alone: a folder or a link is there now.");
        assertThat(chat.give("/undo")).startsWith("Nothing to undo");
    }

    @Test
    void ifNothingElseDiffersTheTaskIsUndone() {
        changed("make it blue", file("b.txt", "1"));
        chat.agentSaysInTurn(changes(FileState.blocked(DIRECTORY.resolve("b.txt"))));

        assertThat(chat.give("/undo"))
                .isEqualTo("The other files are already as they were before “make it blue”. "
                        + "I leave `b.txt` alone: a folder or a link is there now.");
        assertThat(chat.give("/undo")).startsWith("Nothing to undo");
    }

    @Test
    void ifNothingCouldBePutBackTheReasonIsSaid() {
        changed("make it blue", file("a.txt", "1"));
        var press = offered(changes(file("a.txt", "1")));
        chat.agentSaysInTurn(changes(file("a.txt", "1")), "backup missing", changes(file("a.txt", "1")));

        assertThat(chat.give(press))
                .isEqualTo("⚠️ Nothing was put back. All files are as they were after “make it blue”. "
                        + "The reason: backup missing");
    }

    @Test
    void ifTheAgentIsGoneAfterwardsThatIsSaid() {
        changed("make it blue", file("a.txt", "1"));
        var press = offered(changes(file("a.txt", "1")));
        chat.agentSaysInTurn(changes(file("a.txt", "1")), "It crashed.", "It crashed.");

        assertThat(chat.give(press)).isEqualTo("⚠️ I can't tell whether all files are back: It crashed.");
        assertThat(chat.labels()).containsExactly("Look again");
    }

    @Test
    void aTurnOfAnEarlierSessionIsAskedAboutInThatSession() {
        var turn = changed("make it blue", file("a.txt", "1"));
        var before = chat.state().session();
        chat.give("/new");
        chat.agentSaysInTurn(changes(file("a.txt", "1")));

        assertThat(chat.give("/undo " + turn)).startsWith("↩️ Undo “make it blue”?");
        var asked = (Reaction.AskAgent<?>) chat.actions.getFirst();
        assertThat(Objects.requireNonNull(asked.in()).id()).isEqualTo(before.id());
        assertThat(chat.give("/undo")).startsWith("Nothing to undo");
    }

    @Test
    void manyFilesComeAsADocument() {
        var files = IntStream.range(0, 40).mapToObj(i -> file("f" + i, "1")).toArray(FileState[]::new);
        changed("make it blue", files);
        chat.agentSaysInTurn(changes(files));

        chat.give("/undo");

        assertThat(chat.document().content().lines()).hasSize(40).startsWith("f0", "f1");
    }

    @Test
    void aNameCannotHideWhatItIs() {
        changed("make it blue", file("a\u202Etxt.\n`x", "1"));
        chat.agentSaysInTurn(changes(file("a\u202Etxt.\n`x", "1")));

        assertThat(chat.give("/undo")).contains("• ``a⟨U+202E⟩txt. `x``");
    }

    // What a turn has changed

    @Test
    void itShowsWhatATurnHasChangedAlsoWhileClaudeWorksAndOnceItIsUndone() {
        var turn = changed("make it blue", true, file("a.txt", "1"));
        var buttons = UndoCommand.buttons(turn);
        assertThat(buttons).extracting(each -> each.label()).containsExactly("Diff", "Undo");
        chat.ask("more");
        chat.agentSaysInTurn(patches(new FilePatch.Hunk(1, 1, List.of(" one", "-two", "+blue"))));

        assertThat(chat.give(buttons.getFirst().command()))
                .contains("```diff", "-two", "+blue", "a.txt")
                .endsWith("What commands and subagents changed isn't in it.");
        assertThat(queries()).containsExactly(new AgentQuery.Patches(turn));
        assertThat(chat.labels()).containsExactly("Undo");
    }

    @Test
    void aLongDiffComesAsAFile() {
        var turn = changed("make it blue", file("a.txt", "1"));
        var lines = IntStream.range(0, 2_000).mapToObj(i -> "+line " + i).toList();
        chat.agentSaysInTurn(patches(new FilePatch.Hunk(0, 1, lines)));
        chat.give("/undo " + turn + " diff");

        var sent = chat.actions.stream()
                .filter(Reaction.SendText.class::isInstance)
                .map(Reaction.SendText.class::cast)
                .toList();
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().name()).isEqualTo("changes.diff");
        assertThat(sent.getFirst().content()).contains("+line 1999");
    }

    @Test
    void ofAForgottenTurnNoDiffIsShown() {
        var turn = changed("make it blue", file("a.txt", "1"));
        chat.agentSaysInTurn(new AgentQuery.PatchList(List.of()));

        assertThat(chat.give("/undo " + turn + " diff")).startsWith("I can't show that line by line any more.");
    }

    private static AgentQuery.PatchList patches(FilePatch.Hunk hunk) {
        return new AgentQuery.PatchList(List.of(new FilePatch(DIRECTORY.resolve("a.txt"), false, true, List.of(hunk))));
    }

    // The conversation goes back, too

    @Test
    void theConversationCanGoBackWithTheFiles() {
        chat.provider(FORKS);
        chat.ask("hello").answered();
        var turn = changed("make it blue", file("a.txt", "1"));
        var before = chat.state().session();
        offered(changes(file("a.txt", "1")));
        assertThat(chat.labels()).containsExactly("Put back", "Back to before this prompt");
        var back = chat.buttons().getLast();
        chat.agentSaysInTurn(changes(file("a.txt", "1")), TAKEN, NOTHING);

        assertThat(chat.give(back))
                .isEqualTo("↩️ Done: 1 file back as before “make it blue”. This chat is back to before “make it blue”. "
                        + "/resume brings back what came after it.");
        var now = chat.state().session();
        assertThat(now.origin()).isEqualTo(new Origin(before.id(), turn));
        assertThat(now.directory()).isEqualTo(before.directory());
        assertThat(chat.state().past()).extracting(Session::id).contains(before.id());
        chat.give(back);
        assertThat(chat.state().session()).isEqualTo(now);
    }

    @Test
    void ifFilesAreAsBeforeOnlyTheConversationGoesBack() {
        chat.provider(FORKS);
        var turn = changed("make it blue", file("a.txt", "1"));
        offered(changes(file("a.txt", "1")));
        var back = chat.buttons().getLast();
        chat.agentSaysInTurn(NOTHING);

        assertThat(chat.give(back))
                .startsWith("The files are already as they were before “make it blue”. This chat is back");
        assertThat(Objects.requireNonNull(chat.state().session().origin()).before())
                .isEqualTo(turn);
    }

    @Test
    void ifFilesAreBackOnlyInPartTheConversationStays() {
        chat.provider(FORKS);
        changed("make it blue", file("a.txt", "1"), file("b.txt", "1"));
        var before = chat.state().session();
        offered(changes(file("a.txt", "1"), file("b.txt", "1")));
        var back = chat.buttons().getLast();
        chat.agentSaysInTurn(changes(file("a.txt", "1"), file("b.txt", "1")), TAKEN, changes(file("b.txt", "1")));

        assertThat(chat.give(back)).startsWith("⚠️ Only 1 of 2 files are back.");
        assertThat(chat.state().session()).isEqualTo(before);
    }

    @Test
    void anAgentThatCannotForkOffersNoWayBack() {
        changed("make it blue", file("a.txt", "1"));
        var press = offered(changes(file("a.txt", "1")));
        assertThat(chat.labels()).containsExactly("Put back");
        chat.agentSaysInTurn(changes(file("a.txt", "1")), TAKEN, NOTHING);

        assertThat(chat.give(press + " back")).isEqualTo("↩️ Done: 1 file back as before “make it blue”.");
        assertThat(chat.state().session().origin()).isNull();
    }

    @Test
    void whatWasChangedBeforeACopyBeganCanBeUndoneInIt() {
        var first = changed("make it blue", file("a.txt", "1"));
        var second = changed("make it round", file("b.txt", "1"));
        var source = chat.state().session();
        chat.change(state -> state.move(source.fork(second, null, TestChat.NOW)));

        chat.agentSaysInTurn(changes(file("a.txt", "1")));
        assertThat(chat.give("/undo")).startsWith("↩️ Undo “make it blue”?").doesNotContain("someone else");
        assertThat(queries()).containsExactly(new AgentQuery.ChangesSince(first));

        chat.ask("more").answered();
        chat.agentSaysInTurn(changes(file("a.txt", "1")));
        assertThat(chat.give("/undo")).startsWith("↩️ Undo “make it blue”?").doesNotContain("someone else");
        var asked = (Reaction.AskAgent<?>) chat.actions.getFirst();
        assertThat(Objects.requireNonNull(asked.in()).id())
                .isEqualTo(chat.state().session().id());
    }

    @Test
    void anUnknownTurnIsSaidToBeUnknown() {
        changed("make it blue", file("a.txt", "1"));

        assertThat(chat.give("/undo nonsense")).isEqualTo("I no longer know what that task has changed.");
        assertThat(chat.give("/undo a")).isEqualTo("I no longer know what that task has changed.");
    }

    private TurnId changed(String prompt, FileState... left) {
        return changed(prompt, false, left);
    }

    private TurnId changed(String prompt, boolean mayBeMore, FileState... left) {
        return changed(prompt, new FileChanges(List.of(left), 80, 12, mayBeMore));
    }

    private TurnId changed(String prompt, FileChanges changes) {
        chat.ask(prompt);
        var turn = Objects.requireNonNull(chat.state().current()).id();
        var cost = new Cost(10_000, 1, 1, 1, 1, 0);
        chat.change(state -> state.changed(turn, changes, cost, TestChat.NOW)
                .end(turn, Outcome.answered("Done.").with(changes.summary()), cost, TestChat.NOW)
                .with(ChatState::undelivered, answers -> answers.delivered(turn)));
        return turn;
    }

    /** The button under what would be put back. */
    private String offered(FileChanges changes) {
        chat.agentSaysInTurn(changes).give("/undo");
        return chat.buttons().getFirst();
    }

    private List<AgentQuery<?>> queries() {
        return chat.actions.stream()
                .filter(Reaction.AskAgent.class::isInstance)
                .<AgentQuery<?>>map(action -> ((Reaction.AskAgent<?>) action).query())
                .toList();
    }

    private static FileChanges changes(FileState... files) {
        return new FileChanges(List.of(files), 80, 12, false);
    }

    private static FileState file(String name, String content) {
        return new FileState(
                DIRECTORY.resolve(name), content.length(), THEN.plusMillis(content.hashCode() % 1000), content);
    }
}
