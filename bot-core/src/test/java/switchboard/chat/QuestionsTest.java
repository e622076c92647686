package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import switchboard.agent.AgentProtocol;
import switchboard.model.Caller;
import switchboard.model.Decision;
import switchboard.model.People;
import switchboard.model.Question;
import switchboard.model.Rule;
import switchboard.model.TurnId;

/** The questions of a chat's turns: what the chat shows, what it reports, and what it stores. */
class QuestionsTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Rule GIT = new Rule("Bash", "git *");

    private final TurnId turn = TurnId.random();
    private final TestProbe<ChatProtocol.Settlement> person = KIT.createTestProbe();
    private Situation here = TurnProbes.situation(turn, TurnProbes.WORDS, false);
    private List<Effect> effects = List.of();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void aPermissionIsAskedWithItsInputAndTheRulesOnOffer() {
        var input = TurnProbes.json().put("command", "git pull");
        ask(TurnProbes.ask("r1", TurnProbes.permission(input, GIT)));

        assertThat(asked()).isEqualTo(new Question.Permission("r1", "Bash", input, List.of(GIT)));
    }

    @Test
    void anAnswerIsToldToThePersonTheViewAndTheTurn() {
        ask(TurnProbes.bash("r1", null));
        decide("r1", new Decision.Allow());

        assertThat(settled()).isEqualTo("Allowed (Ada)");
        assertThat(person.receiveMessage()).isEqualTo(new ChatProtocol.Settlement(true, "Allowed"));
        assertThat(resolved()).isEqualTo(answer("r1", new Decision.Allow()));
        assertThat(here.questions()).isEqualTo(Questions.NONE);
    }

    @Test
    void whatHoldsForGoodIsDecidedByOwnersAlone() {
        ask(TurnProbes.bash("r1", null));
        decide(People.BOB, "r1", new Decision.AllowAlways());

        assertThat(person.receiveMessage())
                .isEqualTo(new ChatProtocol.Settlement(
                        false, "Only an owner of this bot can allow something for good. You can allow it this once."));
        assertThat(effects).hasSize(1);
        assertThat(here.questions().open()).hasSize(1);

        decide(People.BOB, "r1", new Decision.Allow());
        assertThat(settled()).isEqualTo("Allowed (Bob)");
        decide(People.BOB, "r1", new Decision.AllowAlways());
        assertThat(person.receiveMessage().taken()).isTrue();
        assertThat(person.receiveMessage()).isEqualTo(ChatProtocol.Settlement.NO_LONGER_OPEN);
    }

    @Test
    void aUserStartsAPlanButDoesNotAcceptItsEditsForGood() {
        ask(TurnProbes.ask("r1", new AgentProtocol.Plan("1. Move it")));
        decide(People.BOB, "r1", new Decision.AllowEdits());
        assertThat(person.receiveMessage().words()).startsWith("Only an owner of this bot can start a plan with");

        decide(People.BOB, "r1", new Decision.Allow());
        assertThat(person.receiveMessage().taken()).isTrue();
        assertThat(settled()).isEqualTo("Approved (Bob)");
        assertThat(resolved()).isEqualTo(answer("r1", new Decision.AllowAsking()));
    }

    @Test
    void anOwnerStartsAPlanInTheModeBeforeIt() {
        ask(TurnProbes.ask("r1", new AgentProtocol.Plan("1. Move it")));
        decide(People.ADA, "r1", new Decision.Allow());

        assertThat(resolved()).isEqualTo(answer("r1", new Decision.Allow()));
    }

    @Test
    void anAnswerGoesToTheTurnOnlyOnceItIsStored() {
        ask(TurnProbes.bash("r1", null));
        decide("r1", new Decision.Allow());

        assertThat(effects)
                .filteredOn(Effect.TellTurn.class::isInstance)
                .isNotEmpty()
                .noneMatch(Effect::isUrgent);
    }

    @Test
    void aSecondAnswerComesTooLate() {
        ask(TurnProbes.bash("r1", null));
        decide("r1", new Decision.Deny("no"));
        person.receiveMessage();

        decide("r1", new Decision.Allow());
        assertThat(person.receiveMessage()).isEqualTo(ChatProtocol.Settlement.NO_LONGER_OPEN);
        assertThat(effects).noneMatch(Effect.TellTurn.class::isInstance);
    }

    @Test
    void aToolCallThatWaitsIsKnownNotToHaveRunUntilItIsAllowed() {
        ask(TurnProbes.bash("r1", null));
        ask(TurnProbes.bash("r2", null));
        assertThat(cleared()).containsExactly("t-r1", "t-r2");
        decide("r1", new Decision.Allow());
        assertThat(cleared()).containsExactly("t-r2");

        withdraw("r2");
        assertThat(settled()).isEqualTo("No longer needed");
        assertThat(cleared()).isEmpty();
        withdraw("never there");
        assertThat(effects).isEmpty();
    }

    @Test
    void questionsAskedInOneCallAreAskedOneAfterTheOther() {
        ask(TurnProbes.ask("r1", TurnProbes.choices("Which color?", "Which size?")));
        assertThat(asked())
                .isEqualTo(
                        new Question.Choice("r1", 1, 2, "Which color?", List.of(new Question.Option("Red", "warm"))));

        decide("r1", new Decision.Say("Blue"));
        assertThat(settled()).isEqualTo("Answered: Blue (Ada)");
        assertThat(asked().key()).isEqualTo("r1#1");
        assertThat(effects).as("not answered yet").noneMatch(Effect.TellTurn.class::isInstance);

        decide("r1#1", new Decision.Say("XL"));
        assertThat(resolved())
                .isEqualTo(new AgentProtocol.Answer(
                        "r1",
                        new AgentProtocol.Chosen(List.of(
                                new AgentProtocol.Pick(List.of(), "Blue"), new AgentProtocol.Pick(List.of(), "XL")))));
    }

    @Test
    void ofAChoiceOfSeveralTheTicksAreShownAndDoneAnswers() {
        var choice = new AgentProtocol.Choice("Which?", List.of(new Question.Option("Red", "warm")), true);
        ask(TurnProbes.ask("r1", new AgentProtocol.Choices(List.of(choice))));

        decide("r1", new Decision.Done());
        assertThat(person.receiveMessage().words()).startsWith("Tick at least one");
        decide("r1", new Decision.Tick(0, true));
        assertThat(person.receiveMessage()).isEqualTo(new ChatProtocol.Settlement(true, ""));
        assertThat(shown(ChatProtocol.Ticked.class).question().ticked()).containsExactly(0);
        effects = rules().showAll();
        assertThat(((Question.Choice) asked()).ticked())
                .as("a new view shows it too")
                .containsExactly(0);
        decide("r1", new Decision.Tick(7, true));
        assertThat(person.receiveMessage().taken()).isFalse();

        decide("r1", new Decision.Done());
        assertThat(settled()).isEqualTo("Answered: Red (Ada)");
        assertThat(resolved())
                .isEqualTo(new AgentProtocol.Answer(
                        "r1", new AgentProtocol.Chosen(List.of(new AgentProtocol.Pick(List.of("Red"), "")))));
    }

    @Test
    void aPlanThatIsSentBackSaysSo() {
        ask(TurnProbes.ask("r1", new AgentProtocol.Plan("1. Do it")));
        assertThat(asked()).isEqualTo(new Question.Plan("r1", "1. Do it"));
        decide("r1", new Decision.Say("smaller steps"));

        assertThat(settled()).isEqualTo("Keep planning: smaller steps (Ada)");
        assertThat(resolved()).isEqualTo(answer("r1", new Decision.Say("smaller steps")));
    }

    @Test
    void aPlanIsApproved() {
        ask(TurnProbes.ask("r1", new AgentProtocol.Plan("1. Do it")));
        decide("r1", new Decision.AllowEdits());

        assertThat(settled()).isEqualTo("Approved; files are edited without asking (Ada)");
        assertThat(resolved()).isEqualTo(answer("r1", new Decision.AllowEdits()));
    }

    @Test
    void whatBelongsToAnotherKindOfQuestionDecidesNothing() {
        ask(TurnProbes.bash("r1", null));
        ask(TurnProbes.ask("r2", TurnProbes.choices("Which?")));
        var open = here.questions();

        decide("r1", new Decision.Done());
        assertThat(person.receiveMessage().taken()).isFalse();
        decide("r1", new Decision.Tick(0, true));
        assertThat(person.receiveMessage().taken()).isFalse();
        decide("r2", new Decision.Allow());
        assertThat(person.receiveMessage().taken()).isFalse();
        assertThat(here.questions()).isEqualTo(open);
    }

    @Test
    void aChoiceThatIsRefusedAsksNoFurther() {
        ask(TurnProbes.ask("r1", TurnProbes.choices("A?", "B?")));
        decide("r1", new Decision.Deny(""));

        assertThat(settled()).isEqualTo("Denied (Ada)");
        assertThat(resolved()).isEqualTo(answer("r1", new Decision.Deny("")));
    }

    @Test
    void whatIsAllowedForGoodIsARuleOfTheChat() {
        ask(TurnProbes.ask("r1", TurnProbes.permission(TurnProbes.json(), GIT)));
        decide("r1", new Decision.AllowAlways());

        assertThat(here.state().settings().rules()).containsExactly(GIT);
        assertThat(settled()).isEqualTo("Always allowed in this chat: Bash(git *) (Ada)");
        assertThat(resolved()).isEqualTo(answer("r1", new Decision.AllowAlways()));
    }

    @Test
    void theMessagesOfAnAnswerAreTakenWithIt() {
        ask(TurnProbes.bash("r1", null));
        take(rules().onAnswer(given("r1", new Decision.Deny("use another name"), List.of(7L))));

        assertThat(here.state().receipts().seenOf(List.of(7L))).containsExactly(7L);
    }

    @Test
    void whatATurnHasAskedIsSettledWhenItEnds() {
        ask(TurnProbes.bash("r1", null));
        ask(TurnProbes.bash("r2", null));
        decide("r2", new Decision.Allow());

        effects = rules().settleAll(turn);
        assertThat(settled()).as("the one that nobody answered").isEqualTo("No longer needed");
        assertThat(here.questions().without(turn)).isEqualTo(Questions.NONE);
        assertThat(here.questions().stop(turn).without(turn))
                .as("nothing is kept")
                .isEqualTo(Questions.NONE);
    }

    private void ask(AgentProtocol.Asked asked) {
        take(rules().onAsked(new TurnProtocol.Asked(turn, asked)));
    }

    private void withdraw(String request) {
        take(rules().onWithdrawn(new TurnProtocol.Withdrawn(turn, request)));
    }

    private void decide(String key, Decision decision) {
        take(rules().onAnswer(given(key, decision, List.of())));
    }

    private void decide(Caller caller, String key, Decision decision) {
        take(rules().onAnswer(new QuestionRules.Given(key, decision, caller, List.of(), null, person.ref())));
    }

    private QuestionRules.Given given(String key, Decision decision, List<Long> seen) {
        return new QuestionRules.Given(key, decision, People.ADA, seen, null, person.ref());
    }

    private QuestionRules rules() {
        return new QuestionRules(here, Instant.EPOCH);
    }

    private void take(Situation.Step step) {
        here = step.next();
        effects = step.effects();
        effects.forEach(effect -> {
            if (effect instanceof Effect.Answer<?> answer) {
                answer.send();
            }
        });
    }

    private List<String> cleared() {
        return Objects.requireNonNull(here.state().current()).cleared();
    }

    private Question asked() {
        return shown(ChatProtocol.Asked.class).question();
    }

    private String settled() {
        return shown(ChatProtocol.Settled.class).words();
    }

    private <T extends ChatProtocol.Event> T shown(Class<T> kind) {
        return effects.stream()
                .filter(effect -> effect instanceof Effect.Show show && kind.isInstance(show.event()))
                .map(effect -> kind.cast(((Effect.Show) effect).event()))
                .findFirst()
                .orElseThrow();
    }

    private AgentProtocol.Answer resolved() {
        return effects.stream()
                .filter(effect ->
                        effect instanceof Effect.TellTurn tell && tell.command() instanceof TurnProtocol.Resolve)
                .map(effect -> ((TurnProtocol.Resolve) ((Effect.TellTurn) effect).command()).answer())
                .findFirst()
                .orElseThrow();
    }

    private static AgentProtocol.Answer answer(String request, Decision decision) {
        return new AgentProtocol.Answer(request, new AgentProtocol.Decided(decision));
    }
}
