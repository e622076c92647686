package switchboard.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parses a shell's text as bash does, as far as that matters here. It never fails: text that bash would refuse is parsed as far
 * as possible. Used once.
 */
final class ShellParser {

    private static final String ENDS_WORD = " \t\n;&|<>()";
    private static final Set<String> ENDS_GROUP = Set.of("}", "done", "fi", "esac");
    private static final Pattern ELEMENT = Pattern.compile("(\\w+)\\[[^]$`]*]}");
    private static final Pattern NAME = Pattern.compile("\\w+");
    private static final Pattern EITHER = Pattern.compile("(\\w+):?[-=+]");

    /** A here-document whose text has not come yet. */
    private record Pending(String delimiter, boolean quoted, boolean indented, List<String> input) {}

    private final String text;
    private final List<Shell.Step> steps;
    private final List<Pending> pending = new ArrayList<>();
    private int at;
    private int pipeline;
    private Shell.Link link = Shell.Link.NEXT;
    private boolean grouped;
    private List<Shell.Word> words = new ArrayList<>();
    private List<Shell.Word> files = new ArrayList<>();
    private List<String> input = new ArrayList<>();

    private ShellParser(String text, List<Shell.Step> steps) {
        this.text = text;
        this.steps = steps;
    }

    static List<Shell.Step> parse(String text) {
        var steps = new ArrayList<Shell.Step>();
        new ShellParser(text, steps).list(false);
        return steps;
    }

    /** Commands up to the end or, in a substitution, up to its closing parenthesis. */
    private void list(boolean substituted) {
        var open = 0;
        while (at < text.length()) {
            var c = text.charAt(at);
            if (c == ')' && open == 0 && substituted) {
                break;
            }
            switch (c) {
                case ' ', '\t' -> at++;
                case '\\' -> {
                    if (text.startsWith("\\\n", at)) {
                        at += 2; // the line continues
                    } else {
                        words.add(word());
                    }
                }
                case '\n' -> {
                    at++;
                    end(substituted, true);
                    readPending();
                }
                case ';' -> {
                    at++;
                    end(substituted, true);
                }
                case '&' -> ampersand(substituted);
                case '|' -> {
                    at++;
                    var isOr = next('|');
                    next('&');
                    var closesGroup = closesGroup();
                    end(substituted, isOr);
                    link = isOr ? Shell.Link.OR : Shell.Link.PIPE;
                    grouped |= closesGroup && !isOr;
                }
                case '(' -> {
                    at++;
                    open++;
                    end(substituted, false);
                    steps.add(new Shell.Enter());
                }
                case ')' -> {
                    at++;
                    open--;
                    end(substituted, false);
                    steps.add(new Shell.Leave());
                }
                case '<', '>' -> redirect();
                case '#' -> at = endOfLine();
                default -> words.add(word());
            }
        }
        end(substituted, true);
    }

    private void ampersand(boolean substituted) {
        at++;
        if (peek() == '>') {
            redirect(); // redirects both outputs
        } else {
            var isAnd = next('&');
            end(substituted, true);
            link = isAnd ? Shell.Link.AND : Shell.Link.NEXT;
        }
    }

    private boolean closesGroup() {
        return words.isEmpty()
                ? !steps.isEmpty() && steps.getLast() instanceof Shell.Leave
                : ENDS_GROUP.contains(WordExpansion.literal(words.getFirst()));
    }

    private void end(boolean substituted, boolean endsPipeline) {
        if (!words.isEmpty() || !files.isEmpty()) {
            steps.add(new Shell.Command(words, files, input, pipeline(), substituted, link, grouped));
            link = Shell.Link.NEXT;
            words = new ArrayList<>();
            files = new ArrayList<>();
            input = new ArrayList<>();
        }
        if (endsPipeline) {
            pipeline = 0;
            grouped = false;
        }
    }

    private int pipeline() {
        if (pipeline == 0) {
            pipeline = steps.size() + 1;
        }
        return pipeline;
    }

    // Redirections

    private void redirect() {
        var isInput = text.charAt(at++) == '<';
        if (peek() == '(') {
            at++;
            substitute();
            words.add(new Shell.Word(List.of(new Shell.Unknown(""))));
        } else if (isInput && next('<')) {
            if (next('<')) {
                skipBlanks();
                input.add(WordExpansion.literal(word()));
            } else {
                hereDocument();
            }
        } else {
            while (">|&".indexOf(peek()) >= 0 && at < text.length()) {
                at++;
            }
            skipBlanks();
            if (at < text.length() && ENDS_WORD.indexOf(peek()) < 0) {
                files.add(word());
            }
        }
    }

    private void hereDocument() {
        var isIndented = next('-');
        skipBlanks();
        var from = at;
        var delimiter = WordExpansion.literal(word());
        var isQuoted = !text.substring(from, at).equals(delimiter);
        pending.add(new Pending(delimiter, isQuoted, isIndented, input));
    }

    private void readPending() {
        for (var each : pending) {
            var body = new StringBuilder();
            while (at < text.length()) {
                var end = endOfLine();
                var line = text.substring(at, end);
                at = Math.min(text.length(), end + 1);
                if ((each.indented() ? line.stripLeading() : line).equals(each.delimiter())) {
                    break;
                }
                body.append(line).append('\n');
            }
            each.input().add(body.toString());
            if (!each.quoted()) {
                new ShellParser(body.toString(), steps).quoted((char) 0, new ArrayList<>()); // its substitutions run
            }
        }
        pending.clear();
    }

    // Words

    private Shell.Word word() {
        var pieces = new ArrayList<Shell.Piece>();
        var from = at;
        while (at < text.length() && ENDS_WORD.indexOf(text.charAt(at)) < 0) {
            piece(pieces);
        }
        if (at == from) {
            at++; // skips a character that cannot be here
        }
        return new Shell.Word(pieces);
    }

    private void piece(List<Shell.Piece> pieces) {
        var c = text.charAt(at++);
        switch (c) {
            case '\'' -> pieces.add(new Shell.Text(upTo('\''), true));
            case '"' -> {
                pieces.add(new Shell.Text("", true));
                quoted('"', pieces);
            }
            case '\\' -> {
                if (at < text.length() && !next('\n')) {
                    pieces.add(new Shell.Text(text.charAt(at++) + "", true));
                }
            }
            case '`' -> backticks(pieces);
            case '$' -> dollar(pieces, false);
            default -> pieces.add(new Shell.Text(c + "", false));
        }
    }

    /** Text in double quotes; if the quote has no end, everything up to the end of the text. */
    private void quoted(char end, List<Shell.Piece> pieces) {
        while (at < text.length()) {
            var c = text.charAt(at++);
            if (c == end) {
                return;
            }
            switch (c) {
                case '\\' -> {
                    var isEscape = "$`\"\\".indexOf(peek()) >= 0 && at < text.length();
                    if (!next('\n')) {
                        pieces.add(new Shell.Text((isEscape ? text.charAt(at++) : c) + "", true));
                    }
                }
                case '`' -> backticks(pieces);
                case '$' -> dollar(pieces, true);
                default -> pieces.add(new Shell.Text(c + "", true));
            }
        }
    }

    private void dollar(List<Shell.Piece> pieces, boolean inQuotes) {
        var c = peek();
        if (c == '\'' && !inQuotes) {
            at++;
            pieces.add(new Shell.Text(ansi(), true));
        } else if (c == '"' && !inQuotes) {
            at++;
            quoted('"', pieces);
        } else if (c == '(') {
            at++;
            if (text.startsWith("(", at)) {
                pieces.add(new Shell.Unknown(upTo(')')));
                next(')');
            } else {
                pieces.add(isWorkingDirectory() ? new Shell.Variable("PWD", inQuotes) : substitute());
            }
        } else if (c == '{') {
            at++;
            pieces.add(expansion(inQuotes));
        } else {
            var name = NAME.matcher(text).region(at, text.length());
            if (name.lookingAt() && !Character.isDigit(c)) {
                at = name.end();
                pieces.add(new Shell.Variable(name.group(), inQuotes));
            } else if (at < text.length() && "?$#@*!-0123456789".indexOf(c) >= 0) {
                at++;
                pieces.add(new Shell.Unknown(""));
            } else {
                pieces.add(new Shell.Text("$", true));
            }
        }
    }

    /** The content of {@code ${...}}. */
    private Shell.Piece expansion(boolean inQuotes) {
        var element = ELEMENT.matcher(text).region(at, text.length());
        if (element.lookingAt()) {
            at = element.end();
            return new Shell.Variable(element.group(1), inQuotes);
        }
        var either = EITHER.matcher(text).region(at, text.length());
        if (!either.lookingAt()) {
            var inner = new ArrayList<Shell.Piece>();
            quoted('}', inner); // the commands in it run
            var name = WordExpansion.literal(new Shell.Word(inner));
            return NAME.matcher(name).matches() ? new Shell.Variable(name, inQuotes) : new Shell.Unknown(name);
        }
        at = either.end();
        var pieces = new ArrayList<Shell.Piece>();
        if (inQuotes) {
            quoted('}', pieces);
        } else {
            while (at < text.length() && !next('}')) {
                piece(pieces);
            }
        }
        return new Shell.Either(new Shell.Variable(either.group(1), inQuotes), new Shell.Word(pieces));
    }

    private boolean isWorkingDirectory() {
        if (!text.startsWith("pwd)", at)) {
            return false;
        }
        at += "pwd)".length();
        return true;
    }

    /** Adds the commands of a substitution. They come before the command that contains it. */
    private Shell.Unknown substitute() {
        var inner = new ShellParser(text, steps);
        inner.at = at;
        steps.add(new Shell.Enter());
        inner.list(true);
        steps.add(new Shell.Leave());
        at = Math.min(text.length(), inner.at + 1);
        return new Shell.Unknown("");
    }

    private void backticks(List<Shell.Piece> pieces) {
        var inner = new StringBuilder();
        while (at < text.length() && peek() != '`') {
            if (peek() == '\\' && at + 1 < text.length() && "`\\$".indexOf(text.charAt(at + 1)) >= 0) {
                at++;
            }
            inner.append(text.charAt(at++));
        }
        at++;
        steps.add(new Shell.Enter());
        new ShellParser(inner.toString(), steps).list(true);
        steps.add(new Shell.Leave());
        pieces.add(new Shell.Unknown(""));
    }

    /** {@code $'...'} */
    private String ansi() {
        var read = new StringBuilder();
        while (at < text.length()) {
            var c = text.charAt(at++);
            if (c == '\'') {
                break;
            }
            read.append(c == '\\' && at < text.length() ? escaped(text.charAt(at++)) : c);
        }
        return read.toString();
    }

    private char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'x' -> (char) number(16, 2);
            case 'u' -> (char) number(16, 4);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                yield (char) number(8, 3);
            }
            default -> c;
        };
    }

    private int number(int radix, int most) {
        var number = 0;
        for (var digits = 0; digits < most && at < text.length() && Character.digit(peek(), radix) >= 0; digits++) {
            number = number * radix + Character.digit(text.charAt(at++), radix);
        }
        return number;
    }

    // Characters

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean next(char wanted) {
        var isNext = at < text.length() && text.charAt(at) == wanted;
        at += isNext ? 1 : 0;
        return isNext;
    }

    private void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    private String upTo(char end) {
        var from = at;
        var found = text.indexOf(end, at);
        var to = found < 0 ? text.length() : found;
        at = Math.min(text.length(), to + 1);
        return text.substring(from, to);
    }

    private int endOfLine() {
        var end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }
}
