using System.CommandLine;
using System.Globalization;
using System.Text;

namespace Postvakt.Cli.Tests.References;

/// <summary>docs/reference/commands.md.</summary>
internal static class CommandReference
{
    public static string Write()
    {
        var text = new StringBuilder("# Commands\n\nWritten by a test from the launcher's own help; it fails when this page is stale. What a verb needs of a server stands in brackets: role and scope of a token, see [roles](../operations/access.md).\n"
            + "Exit status: 0 done and nothing found, 1 something found, 2 wrong usage or unreadable input.\n");
        foreach (var (path, command) in VerbTree.All().Skip(1))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## postvakt {path}\n\n{Cell(command.Description)}\n\n```text\n{VerbTree.Usage(path, command)}\n```\n");
            var rows = command.Arguments.Where(a => !a.Hidden).Select(a => (Form: VerbTree.Form(a), a.Description)).Concat(VerbTree.Options(command).Select(o => (Form: Names(o), o.Description))).ToArray();
            if (rows.Length == 0) continue;
            text.Append("\n| | |\n|---|---|\n");
            foreach (var (form, description) in rows) text.Append(CultureInfo.InvariantCulture, $"| `{form.Replace("|", "\\|", StringComparison.Ordinal)}` | {Cell(description)} |\n");
        }
        return text.ToString();
    }

    private static string Names(Option option) => string.Join(", ", [.. option.Aliases.Order(StringComparer.Ordinal), VerbTree.Form(option)]) + (option.Required ? " (needed)" : "");

    // What stands in angle brackets would be taken for markup.
    private static string Cell(string? description) => (description ?? "").Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("{{", "{&#123;", StringComparison.Ordinal);
}
