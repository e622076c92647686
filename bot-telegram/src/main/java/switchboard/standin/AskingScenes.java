package switchboard.standin;

import static switchboard.standin.Scenes.say;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import switchboard.agent.AgentProtocol;
import switchboard.agent.AgentProtocol.Choice;
import switchboard.agent.AgentProtocol.Resolution;
import switchboard.model.Decision;
import switchboard.model.Disclosure;
import switchboard.model.PermissionMode;
import switchboard.model.Question;
import switchboard.model.Rule;
import switchboard.text.Markdown;

/** Scenes that ask a person: for a permission, questions, about a plan. Pure. */
final class AskingScenes {

    private static final Rule RULE = new Rule("Bash", "git commit *");
    private static final String COMMAND = "git commit -m \"Say hello\"";
    private static final Step.Tool BASH = Step.Tool.changing("💻 Bash: running " + COMMAND);

    private static final List<Choice> CHOICES = List.of(
            new Choice(
                    "Which language shall the example be in?",
                    List.of(
                            new Question.Option("Java", "Records and sealed interfaces"),
                            new Question.Option("Python", "Short and well known"),
                            new Question.Option("Rust", "Strict and fast")),
                    false),
            new Choice(
                    "Which checks shall run?",
                    List.of(
                            new Question.Option("Tests", "All unit tests"),
                            new Question.Option("Format", "The formatter, in check mode"),
                            new Question.Option("Lint", "The linter with its standard rules"),
                            new Question.Option("Docs", "Links and examples in the documentation")),
                    true),
            new Choice(
                    "When shall it be done?",
                    List.of(
                            new Question.Option("Now", "Right after your answer"),
                            new Question.Option("Later", "Once the other work is merged")),
                    false));

    private AskingScenes() {}

    // A permission

    static List<Step> permission(Situation situation) {
        if (situation.rules().contains(RULE)) {
            return unasked("I did not ask: " + Markdown.code(RULE.text()) + " is always allowed here. /rules shows and "
                    + "revokes it.");
        }
        if (situation.mode() == PermissionMode.BYPASS) {
            return unasked("I did not ask: in this chat's permission mode Claude never asks.");
        }
        var steps = new ArrayList<Step>();
        steps.add(say("I ask for the permission to run " + Markdown.code(COMMAND)
                + ". Whatever you say, I do not run it: " + "this only shows how the question looks."));
        if (situation.mode() == PermissionMode.PLAN) {
            steps.add(new Step.BeginTool("permission", BASH, null));
            steps.addAll(
                    refused("permission", "Plan mode: nothing is changed now. Present the plan with ExitPlanMode."));
        } else {
            var input = JsonNodeFactory.instance
                    .objectNode()
                    .put("command", COMMAND)
                    .put("description", "Commit the greeting");
            var request = new AgentProtocol.Permission("Bash", input, List.of(RULE), Disclosure.NONE);
            steps.add(new Step.Ask("permission", BASH, request, AskingScenes::decided));
        }
        return steps;
    }

    private static List<Step> unasked(String why) {
        return List.of(
                new Step.BeginTool("permission", BASH, null),
                new Step.EndTool("permission", false),
                say(why + " (And I did not run " + Markdown.code(COMMAND) + " either; I run nothing.)"));
    }

    private static List<Step> decided(Resolution answer) {
        return refusal(answer)
                .map(told -> refused("permission", told))
                .orElseGet(() -> List.of(
                        new Step.EndTool("permission", false),
                        say(
                                isDecided(answer, Decision.AllowAlways.class)
                                        ? "You allowed it, and " + Markdown.code(RULE.text())
                                                + " for good in this chat: say `permission` again and I do not ask."
                                                + " Claude would have run it now; I did not."
                                        : "You allowed it this once. Claude would have run it now; I did not.")));
    }

    private static List<Step> refused(String ref, String told) {
        return List.of(new Step.EndTool(ref, true), say("You denied it. Claude is told:\n\n" + quoted(told)));
    }

    // Questions

    static List<Step> question() {
        return List.of(
                say("I have three questions. Nothing follows from the answers; I only repeat them."),
                new Step.Ask(
                        "question",
                        Step.Tool.harmless("🔧 AskUserQuestion"),
                        new AgentProtocol.Choices(CHOICES),
                        AskingScenes::answered));
    }

    private static List<Step> answered(Resolution answer) {
        return refusal(answer)
                .map(told -> List.of(
                        new Step.EndTool("question", true),
                        say("You did not answer. Claude is told:\n\n" + quoted(told))))
                .orElseGet(() ->
                        List.of(new Step.EndTool("question", false), say("Your answers:\n\n" + repeated(answer))));
    }

    private static String repeated(Resolution answer) {
        var picks = answer instanceof AgentProtocol.Chosen chosen ? chosen.picks() : List.<AgentProtocol.Pick>of();
        return IntStream.range(0, Math.min(picks.size(), CHOICES.size()))
                .mapToObj(place -> "* " + Markdown.text(CHOICES.get(place).text()) + " **"
                        + Markdown.text(picked(picks.get(place))) + "**")
                .collect(Collectors.joining("\n"));
    }

    private static String picked(AgentProtocol.Pick pick) {
        return pick.labels().isEmpty() ? pick.words() : String.join(", ", pick.labels());
    }

    // A plan

    static List<Step> plan(Situation situation) {
        var isPlanning = situation.mode() == PermissionMode.PLAN;
        var steps = new ArrayList<Step>();
        steps.add(say(
                "Claude plans first and asks before it begins. The plan is an example, and none of it will be done."));
        if (!isPlanning) {
            steps.add(new Step.BeginTool("enter", Step.Tool.harmless("🔧 EnterPlanMode"), null));
            steps.add(new Step.ChangeMode(PermissionMode.PLAN));
            steps.add(new Step.EndTool("enter", false));
        }
        var before = isPlanning ? PermissionMode.DEFAULT : situation.mode();
        steps.add(new Step.Ask(
                "plan",
                Step.Tool.harmless("🔧 ExitPlanMode"),
                new AgentProtocol.Plan(Texts.PLAN),
                answer -> approved(answer, before)));
        return steps;
    }

    private static List<Step> approved(Resolution answer, PermissionMode before) {
        var refusal = refusal(answer);
        if (refusal.isPresent()) {
            return List.of(
                    new Step.EndTool("plan", true),
                    say("We keep planning, and this chat stays in plan mode (/mode changes it). Claude is told:\n\n"
                            + quoted(refusal.get())));
        }
        var mode = isDecided(answer, Decision.AllowEdits.class) ? PermissionMode.ACCEPT_EDITS : before;
        return List.of(
                new Step.ChangeMode(mode),
                new Step.EndTool("plan", false),
                say("You approved the plan, and the permission mode is " + Markdown.code(mode.word())
                        + " now. Claude would begin; I do nothing."));
    }

    // Answers

    /** The reason that an agent gets with a refusal; empty for any other answer. */
    private static Optional<String> refusal(Resolution answer) {
        return answer instanceof AgentProtocol.Decided decided
                ? decided.decision().refusal()
                : Optional.empty();
    }

    private static boolean isDecided(Resolution answer, Class<? extends Decision> decision) {
        return answer instanceof AgentProtocol.Decided decided && decision.isInstance(decided.decision());
    }

    private static String quoted(String told) {
        return "> " + Markdown.text(told);
    }
}
