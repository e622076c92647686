package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import switchboard.agent.AgentProtocol;
import switchboard.model.Decision;
import switchboard.model.Question;
import switchboard.model.Rule;

class QuestionsTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Rule GIT = new Rule("Bash", "git *");

    private final TurnProbes probes = new TurnProbes(KIT);
    private final Questions questions = new Questions(probes.setup(false));

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void aPermissionIsAskedWithItsInputAndTheRulesOnOffer() {
        var input = TurnProbes.json().put("command", "git pull");
        questions.ask(TurnProbes.ask("r1", TurnProbes.permission(input, GIT)));

        assertThat(asked()).isEqualTo(new Question.Permission("r1", "Bash", input, List.of(GIT)));
        assertThat(questions.isSettled()).isFalse();
    }

    @Test
    void anAnswerWaitsUntilItIsReleased() {
        questions.ask(TurnProbes.bash("r1", null));
        asked();

        assertThat(decide("r1", new Decision.Allow())).isTrue();
        assertThat(questions.isSettled()).isTrue();
        assertThat(settled()).isEqualTo("Allowed (Ada)");
        assertThat(probes.person.receiveMessage()).isEqualTo(new ChatProtocol.Settlement(true, "Allowed"));
        assertThat(release()).containsExactly(answer("r1", new Decision.Allow()));
        assertThat(release()).as("only once").isEmpty();
    }

    @Test
    void aSecondAnswerComesTooLate() {
        questions.ask(TurnProbes.bash("r1", null));
        decide("r1", new Decision.Deny("no"));
        probes.person.receiveMessage();

        assertThat(decide("r1", new Decision.Allow())).isFalse();
        assertThat(probes.person.receiveMessage().taken()).isFalse();
        assertThat(release()).containsExactly(answer("r1", new Decision.Deny("no")));
    }

    @Test
    void questionsThatAreOpenAtOnceAreAnsweredByTheirKeys() {
        questions.ask(TurnProbes.bash("r1", "agent-1"));
        questions.ask(TurnProbes.bash("r2", "agent-2"));
        questions.ask(TurnProbes.bash("r3", "agent-2"));
        assertThat(questions.ofAgents()).isEqualTo(2);

        decide("r2", new Decision.Allow());
        assertThat(release()).extracting(AgentProtocol.Answer::request).containsExactly("r2");
        assertThat(questions.isSettled()).isFalse();

        decide("r1", new Decision.Allow());
        assertThat(questions.ofAgents()).isEqualTo(1);
    }

    @Test
    void questionsAskedInOneCallAreAskedOneAfterTheOther() {
        var input = TurnProbes.choices("Which color?", "Which size?");
        questions.ask(TurnProbes.ask("r1", input));
        assertThat(asked())
                .isEqualTo(
                        new Question.Choice("r1", 1, 2, "Which color?", List.of(new Question.Option("Red", "warm"))));

        assertThat(decide("r1", new Decision.Say("Blue")))
                .as("not answered yet")
                .isFalse();
        assertThat(settled()).isEqualTo("Answered: Blue (Ada)");
        assertThat(asked().key()).isEqualTo("r1#1");
        assertThat(questions.isSettled()).isFalse();

        assertThat(decide("r1#1", new Decision.Say("XL"))).isTrue();
        assertThat(release())
                .containsExactly(new AgentProtocol.Answer(
                        "r1",
                        new AgentProtocol.Chosen(List.of(
                                new AgentProtocol.Pick(List.of(), "Blue"), new AgentProtocol.Pick(List.of(), "XL")))));
    }

    @Test
    void ofAChoiceOfSeveralTheTicksAreShownAndDoneAnswers() {
        var choice = new AgentProtocol.Choice("Which?", List.of(new Question.Option("Red", "warm")), true);
        questions.ask(TurnProbes.ask("r1", new AgentProtocol.Choices(List.of(choice))));
        asked();

        assertThat(decide("r1", new Decision.Done())).isFalse();
        assertThat(probes.person.receiveMessage().words()).startsWith("Tick at least one");
        assertThat(decide("r1", new Decision.Tick(0, true))).isFalse();
        assertThat(probes.person.receiveMessage()).isEqualTo(new ChatProtocol.Settlement(true, ""));
        assertThat(probes.view
                        .expectMessageClass(ChatProtocol.Ticked.class)
                        .question()
                        .ticked())
                .containsExactly(0);
        questions.showAll();
        assertThat(((Question.Choice) asked()).ticked())
                .as("a new view shows it too")
                .containsExactly(0);
        decide("r1", new Decision.Tick(7, true));
        assertThat(probes.person.receiveMessage().taken()).isFalse();

        assertThat(decide("r1", new Decision.Done())).isTrue();
        assertThat(settled()).isEqualTo("Answered: Red (Ada)");
        assertThat(release())
                .containsExactly(new AgentProtocol.Answer(
                        "r1", new AgentProtocol.Chosen(List.of(new AgentProtocol.Pick(List.of("Red"), "")))));
    }

    @Test
    void aPlanThatIsSentBackSaysSo() {
        questions.ask(TurnProbes.ask("r1", new AgentProtocol.Plan("1. Do it")));
        asked();
        decide("r1", new Decision.Say("smaller steps"));

        assertThat(settled()).isEqualTo("Keep planning: smaller steps (Ada)");
        assertThat(release()).containsExactly(answer("r1", new Decision.Say("smaller steps")));
    }

    @Test
    void whatBelongsToAnotherKindOfQuestionDecidesNothing() {
        questions.ask(TurnProbes.bash("r1", null));
        questions.ask(TurnProbes.ask("r2", TurnProbes.choices("Which?")));

        decide("r1", new Decision.Done());
        assertThat(probes.person.receiveMessage().taken()).isFalse();
        decide("r1", new Decision.Tick(0, true));
        assertThat(probes.person.receiveMessage().taken()).isFalse();
        decide("r2", new Decision.Allow());
        assertThat(probes.person.receiveMessage().taken()).isFalse();
        assertThat(questions.isSettled()).isFalse();
    }

    @Test
    void aChoiceThatIsRefusedAsksNoFurther() {
        questions.ask(TurnProbes.ask("r1", TurnProbes.choices("A?", "B?")));
        asked();

        assertThat(decide("r1", new Decision.Deny(""))).isTrue();
        assertThat(settled()).isEqualTo("Denied (Ada)");
        assertThat(release()).containsExactly(answer("r1", new Decision.Deny("")));
    }

    @Test
    void aPlanIsShownAndApproved() {
        questions.ask(TurnProbes.ask("r1", new AgentProtocol.Plan("1. Do it")));
        assertThat(asked()).isEqualTo(new Question.Plan("r1", "1. Do it"));

        decide("r1", new Decision.AllowEdits());
        assertThat(settled()).isEqualTo("Approved; files are edited without asking (Ada)");
        assertThat(release()).containsExactly(answer("r1", new Decision.AllowEdits()));
    }

    @Test
    void allowedForGoodIsToldToTheOwner() {
        questions.ask(TurnProbes.ask("r1", TurnProbes.permission(TurnProbes.json(), GIT)));
        asked();
        decide("r1", new Decision.AllowAlways());

        assertThat(probes.owner.receiveMessage()).isEqualTo(new TurnProtocol.Allowed(probes.id, List.of(GIT)));
        assertThat(settled()).isEqualTo("Always allowed in this chat: Bash(git *) (Ada)");
        assertThat(release()).containsExactly(answer("r1", new Decision.AllowAlways()));
    }

    @Test
    void aLateWordThatTheSameWasStoredBeforeLetsNoAnswerOut() {
        questions.ask(TurnProbes.bash("r1", null));
        questions.withdraw("r1");
        questions.ask(TurnProbes.bash("r2", null));
        decide("r2", new Decision.Allow());
        var reports = List.of(asking(), asking(), asking(), asking());
        assertThat(reports.get(1).cleared()).isEqualTo(reports.get(3).cleared());

        questions.noted(reports.get(1));
        assertThat(questions.release()).isEmpty();
        questions.noted(reports.get(3));
        assertThat(questions.release()).hasSize(1);
    }

    @Test
    void aWithdrawnQuestionIsSettledAndItsAnswerDropped() {
        questions.ask(TurnProbes.bash("r1", null));
        questions.ask(TurnProbes.bash("r2", null));
        asked();
        asked();
        decide("r2", new Decision.Allow());
        assertThat(settled()).isEqualTo("Allowed (Ada)");

        questions.withdrawAll();
        assertThat(settled()).as("only the one that nobody answered").isEqualTo("No longer needed");
        assertThat(release()).isEmpty();
        assertThat(questions.isSettled()).isTrue();
        questions.withdraw("never there");
    }

    private boolean decide(String key, Decision decision) {
        return questions.decide(new TurnProtocol.Decide(key, decision, "Ada", List.of(), probes.person.ref()));
    }

    private Question asked() {
        return probes.view.expectMessageClass(ChatProtocol.Asked.class).question();
    }

    private String settled() {
        return probes.view.expectMessageClass(ChatProtocol.Settled.class).words();
    }

    private TurnProtocol.Asking asking() {
        return probes.asking.receiveMessage();
    }

    private static AgentProtocol.Answer answer(String request, Decision decision) {
        return new AgentProtocol.Answer(request, new AgentProtocol.Decided(decision));
    }

    /** The answers that may go, once the chat has stored what is still asked. */
    private List<AgentProtocol.Answer> release() {
        var released = questions.release();
        while (released.isEmpty() && questions.hasAnswers()) {
            questions.noted(asking());
            released = questions.release();
        }
        return released;
    }
}
