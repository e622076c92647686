package switchboard.guard;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What programs do with the paths among their arguments. Pure. */
final class Programs {

    /** Programs that show the names and kinds of files, but not their contents. */
    private static final Set<String> NAMES_ONLY = Set.of(
            "ls",
            "dir",
            "echo",
            "printf",
            "cd",
            "pushd",
            "popd",
            "pwd",
            "stat",
            "test",
            "[",
            "[[",
            "dirname",
            "basename",
            "realpath",
            "readlink",
            "mkdir",
            "which",
            "type",
            "hash",
            "du",
            "df",
            "tree",
            "true",
            "false",
            ":",
            "export",
            "unset",
            "exit",
            "return",
            "sleep",
            "date",
            "umask",
            "ssh",
            "ssh-add",
            "alias",
            "file",
            "find",
            "fd",
            "fdfind",
            "locate",
            "declare",
            "local",
            "readonly",
            "shopt");

    /** Options with which these programs do show a file's content, or keep a name for later. */
    private static final Set<String> NOT_ONLY_NAMES =
            Set.of("date -f", "date --file", "file -f", "file --files-from", "du --files0-from", "printf -v");

    /** {@code ps e} shows the variables of processes, {@code ps -e} does not. */
    private static final Pattern PRINTS_SECRETS = Pattern.compile("ps [A-Za-z]*e"
            + "|(gh|glab) auth (token|status .*(-t|--show-token)\\b)"
            + "|gcloud .*\\bprint-(access|identity)-token"
            + "|aws configure (get|export-credentials)|aws .*\\b(get-session-token|get-role-credentials)"
            + "|az account get-access-token"
            + "|kubectl config view .*--raw"
            + "|git (-.*)?credential(-\\S+)? (fill|get)"
            + "|git-credential-\\S+ get|docker-credential-\\S+ get"
            + "|npm config (get|ls|list) .*(_auth|-l\\b|--json)"
            + "|gpg2? .*--export-secret"
            + "|pass (show )?[^-]|op (read|item get|document get)|secret-tool (lookup|search)"
            + "|security find-(generic|internet)-password .*-[gw]|security dump-keychain"
            + "|heroku auth:token|vault print token|doctl auth list");

    /** Programs that do something with the names or commands that they get through a pipe. */
    static final Set<String> CONSUMERS = Set.of(
            "xargs",
            "parallel",
            "while",
            "until",
            "read",
            "for",
            "sh",
            "bash",
            "zsh",
            "dash",
            "ksh",
            "tar",
            "cpio",
            "pax",
            "rsync",
            "mapfile",
            "readarray",
            "source",
            ".");

    /** Options of {@code find} that run the words after them. */
    static final Set<String> RUNS = Set.of("-exec", "-execdir", "-ok", "-okdir");

    /** Words that begin a block, whose commands may run once, more than once or not at all. */
    static final Set<String> OPENING = Set.of("if", "for", "select", "while", "until", "case", "{");

    static final Set<String> CLOSING = Set.of("fi", "done", "esac", "}");

    /** Programs that print their arguments. */
    static final Set<String> PRINTERS = Set.of("echo", "printf");

    static final Set<String> SHELLS = Set.of("sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "eval", "trap", "su");

    /** Programs that run the program among their arguments. */
    static final Set<String> PREFIXES = Set.of(
            "sudo",
            "doas",
            "env",
            "nohup",
            "nice",
            "ionice",
            "time",
            "timeout",
            "stdbuf",
            "command",
            "builtin",
            "exec",
            "xargs",
            "parallel",
            "setsid",
            "watch",
            "strace",
            "chronic",
            "unbuffer",
            "flock",
            "script",
            "busybox",
            "toybox",
            "coproc",
            "caffeinate",
            "systemd-run",
            "runuser",
            "fakeroot",
            "taskset",
            "chrt",
            "unshare");

    static final Set<String> KEYWORDS = Set.of(
            "if", "then", "else", "elif", "fi", "while", "until", "do", "done", "case", "esac", "{", "}", "!", "in");

    /**
     * Whether this is a known program. A program that runs another may have options before it, and this class does not know which
     * of them have values.
     */
    static boolean isKnown(String program) {
        return SHELLS.contains(program)
                || PREFIXES.contains(program)
                || isInterpreter(program)
                || WALKS.stream().anyMatch(walk -> isOf(walk, program));
    }

    static boolean namesOnly(String program, List<String> arguments) {
        return NAMES_ONLY.contains(program)
                && arguments.stream().noneMatch(each -> NOT_ONLY_NAMES.contains(program + " " + each.split("=", 2)[0]));
    }

    /** Whether it shows names of files: its arguments or files that it has found. */
    static boolean tells(String program, List<String> arguments) {
        return NAMES_ONLY.contains(program) || lists(program, arguments);
    }

    /** Whether it shows names of files that it has found. */
    static boolean lists(String program, List<String> arguments) {
        return LISTS.contains(program)
                || (program.equals("git")
                        && hasOption("o", "--others", "status").test(arguments));
    }

    /** Whether it does not list its current directory if an argument names a file. */
    static boolean listsNamed(String program) {
        return LISTS_NAMED.contains(program);
    }

    /** Whether it prints secrets from files or other processes that its arguments do not name. */
    static boolean printsSecrets(String program, List<String> arguments) {
        return PRINTS_SECRETS
                .matcher(program + " " + String.join(" ", arguments))
                .lookingAt();
    }

    private static final Pattern INTERPRETER =
            Pattern.compile("(python|node|nodejs|deno|bun|tsx|perl|ruby|php|lua|awk|gawk"
                    + "|mawk|nawk|jshell|osascript|Rscript|tclsh|jq)[\\d.]*");

    /** Programs whose first argument, apart from options, is a pattern and not a file. */
    private static final Set<String> PATTERN_FIRST =
            Set.of("grep", "egrep", "fgrep", "zgrep", "rgrep", "rg", "ag", "ack", "sed");

    private static final Set<String> LISTS_NAMED = Set.of("ls", "dir", "tree", "du");

    private static final Set<String> LISTS =
            Set.of("ls", "dir", "tree", "du", "find", "fd", "fdfind", "locate", "compgen");

    private static final Set<String> SEARCHES = Set.of("rg", "ag", "ack", "rgrep", "find", "fd", "fdfind");

    /** Options whose value is a key or configuration file that the program uses but does not show. */
    private static final List<String> USED = List.of(
            "ssh -i",
            "ssh -F",
            "scp -i",
            "scp -F",
            "sftp -i",
            "sftp -F",
            "ssh-copy-id -i",
            "kubectl --kubeconfig",
            "helm --kubeconfig",
            "npm --userconfig",
            "curl --netrc-file");

    /**
     * When some programs go through a directory that they name.
     *
     * @param inPlace whether they go through the current directory if they name none
     */
    private record Walk(String names, Predicate<List<String>> goes, boolean inPlace) {}

    private static final List<Walk> WALKS = List.of(
            new Walk("grep egrep fgrep zgrep", hasOption("rR", "--recursive", "--dereference-recursive"), true),
            new Walk("grep egrep fgrep", has("recurse", "--directories=recurse", "-drecurse"), true),
            new Walk("rgrep rg ag ack ug ugrep", arguments -> true, true),
            new Walk("find", has("-exec", "-execdir", "-ok", "-okdir", "-delete"), true),
            new Walk("fd fdfind", has("-x", "-X", "--exec", "--exec-batch"), true),
            new Walk("cp scp rsync", hasOption("rRa", "--recursive", "--archive"), false),
            new Walk(
                    "tar gtar bsdtar",
                    arguments -> arguments.stream().limit(1).anyMatch(first -> first.matches("\\w*[cru]\\w*"))
                            || hasOption("cru", "--create", "--append", "--update")
                                    .test(arguments),
                    false),
            new Walk("jar", arguments -> true, false),
            new Walk("zip 7z 7za 7zz rar", arguments -> true, false),
            new Walk("mv ln rename ditto shred srm", arguments -> true, false),
            new Walk("gzip bzip2 xz", hasOption("r", "--recursive"), false),
            new Walk("rm", hasOption("rR", "--recursive"), false),
            new Walk("chmod chown chgrp setfacl", hasOption("R", "--recursive"), false),
            new Walk("diff", arguments -> true, false),
            new Walk("aws gcloud gsutil rclone restic borg", arguments -> true, false),
            new Walk("docker podman nerdctl", arguments -> true, false),
            new Walk("git", has("clean", "--no-index", "--untracked"), true),
            new Walk("git", has("add", "stash").and(hasOption("Aua", "--all", "--include-untracked")), true),
            new Walk("git", has("add", "stash"), false));

    private Programs() {}

    static boolean isInterpreter(String program) {
        return INTERPRETER.matcher(program).matches();
    }

    static boolean takesPatternFirst(String program, List<String> arguments) {
        return PATTERN_FIRST.contains(program)
                && arguments.stream().noneMatch(each -> each.matches("-[A-Za-z]*[ef].*|--(reg|file|exp).*"));
    }

    static boolean isSearch(String program) {
        return SEARCHES.contains(program);
    }

    static boolean walks(String program, List<String> arguments) {
        return WALKS.stream()
                .anyMatch(walk -> isOf(walk, program) && walk.goes().test(arguments));
    }

    static boolean walksInPlace(String program, List<String> arguments) {
        return WALKS.stream()
                .anyMatch(walk ->
                        walk.inPlace() && isOf(walk, program) && walk.goes().test(arguments));
    }

    private static boolean isOf(Walk walk, String program) {
        return List.of(walk.names().split(" ")).contains(program);
    }

    /** Whether it skips names that begin with a dot. */
    static boolean passesOverHidden(String program, List<String> arguments) {
        return (program.equals("rg") || program.startsWith("fd"))
                && !hasOption("uH.", "--hidden", "--unrestricted", "--no-ignore")
                        .test(arguments)
                && !(program.equals("rg") && arguments.stream().anyMatch(each -> each.matches("-g.*|--i?glob.*")));
    }

    static boolean followsLinks(String program, List<String> arguments) {
        return switch (program) {
            case "grep", "egrep", "fgrep", "rgrep" ->
                hasOption("R", "--dereference-recursive").test(arguments);
            case "find", "cp", "rsync", "rg", "fd", "fdfind" ->
                has("-follow")
                        .or(hasOption("L", "--follow", "--dereference", "--copy-links"))
                        .test(arguments);
            case "tar" -> hasOption("h", "--dereference").test(arguments);
            case "zip", "7z", "scp" -> true;
            default -> false;
        };
    }

    static boolean uses(String program, String option) {
        return USED.contains(program + " " + option);
    }

    /** Whether there is one of these short options, alone or among others, or one of these words. */
    private static Predicate<List<String>> hasOption(String letters, String... words) {
        var option = Pattern.compile("-[A-Za-z0-9.]*[" + Pattern.quote(letters) + "][A-Za-z0-9.]*");
        return arguments ->
                arguments.stream().anyMatch(each -> option.matcher(each).matches())
                        || has(words).test(arguments);
    }

    private static Predicate<List<String>> has(String... words) {
        return arguments -> arguments.stream().anyMatch(each -> List.of(words).contains(each));
    }
}
