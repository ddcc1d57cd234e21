using System.CommandLine;
using System.CommandLine.Completions;
using Postvakt.Cli.Verbs;

namespace Postvakt.Cli.Tests.References;

/// <summary>The verbs as help shows them, for what is written from them: reference, manual page, completion.</summary>
internal static class VerbTree
{
    /// <summary>Every command that is not hidden with the words that lead to it ("quarantine release"), in the order of help.</summary>
    public static IEnumerable<(string Path, Command Command)> All() => Below("", RootVerb.Create());

    public static IEnumerable<Command> Subcommands(Command command) => command.Subcommands.Where(c => !c.Hidden);

    public static IEnumerable<Option> Options(Command command) => command.Options.Where(o => !o.Hidden);

    /// <summary>"--format table|json", "--learn", "--jobs N".</summary>
    public static string Form(Option option) => option.Name + (option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0 ? "" : " " + (Choices(option) is { Count: > 0 } words ? string.Join('|', words) : option.HelpName ?? "VALUE"));

    public static string Form(Argument argument)
    {
        var name = (argument.HelpName ?? argument.Name) + (argument.Arity.MaximumNumberOfValues > 1 ? "…" : "");
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    /// <summary>"postvakt scan PATH… [options]".</summary>
    public static string Usage(string path, Command command) => string.Join(' ', ((string[])["postvakt", path, .. command.Arguments.Where(a => !a.Hidden).Select(Form),
        .. Options(command).Where(o => o.Required).Select(Form), Subcommands(command).Any() ? "COMMAND" : "", Options(command).Any(o => !o.Required) ? "[options]" : ""]).Where(w => w.Length > 0));

    /// <summary>The words that an option takes, where it takes only some.</summary>
    public static IReadOnlyList<string> Choices(Option option) =>
        option.ValueType == typeof(bool) ? [] : [.. option.GetCompletions(CompletionContext.Empty).Select(c => c.Label)];

    private static IEnumerable<(string, Command)> Below(string path, Command command) =>
        [(path, command), .. Subcommands(command).SelectMany(sub => Below(path.Length == 0 ? sub.Name : $"{path} {sub.Name}", sub))];
}
