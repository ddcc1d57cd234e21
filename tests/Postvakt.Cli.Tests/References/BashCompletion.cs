using System.CommandLine;
using System.Globalization;
using System.Text;

namespace Postvakt.Cli.Tests.References;

/// <summary>packaging/completion/postvakt for bash: verbs, options, and the words that an option takes; else file names.</summary>
internal static class BashCompletion
{
    public static string Write()
    {
        var verbs = VerbTree.All().ToArray();
        var text = new StringBuilder("# bash completion of postvakt(1). Written by ReferenceTests from the launcher's own verbs.\n"
            + "_postvakt() {\n    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} verb='' words='' i\n"
            + "    # The longest row of verbs that was typed.\n    for ((i = 1; i < COMP_CWORD; i++)); do\n        case \"${verb:+$verb }${COMP_WORDS[i]}\" in\n            ");
        text.AppendJoin("|", verbs.Skip(1).Select(v => Quoted(v.Path))).Append(") verb=${verb:+$verb }${COMP_WORDS[i]} ;;\n        esac\n    done\n    case \"$verb $prev\" in\n");
        foreach (var (path, command) in verbs)
        {
            foreach (var option in VerbTree.Options(command).Where(o => VerbTree.Choices(o).Count > 0)) text.Append(CultureInfo.InvariantCulture, $"        {Quoted($"{path} {option.Name}")}) words={Quoted(string.Join(' ', VerbTree.Choices(option)))} ;;\n");
            // What follows such an option is a value of the user's: a file, a name, a number.
            if (Valued(command) is { Length: > 0 } valued) text.Append(CultureInfo.InvariantCulture, $"        {valued}) return ;;\n");
        }
        text.Append("        *)\n            case $verb in\n");
        foreach (var (path, command) in verbs) text.Append(CultureInfo.InvariantCulture, $"                {Quoted(path)}) words={Quoted(string.Join(' ', VerbTree.Subcommands(command).Select(c => c.Name).Concat(VerbTree.Options(command).Select(o => o.Name))))} ;;\n");
        return text.Append("            esac\n            ;;\n    esac\n    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n}\ncomplete -o default -F _postvakt postvakt\n").ToString();

        string Valued(Command command) => string.Join('|', VerbTree.Options(command).Where(o => VerbTree.Choices(o).Count == 0 && VerbTree.Form(o).Contains(' ', StringComparison.Ordinal)).Select(o => Quoted($"{verbs.First(v => v.Command == command).Path} {o.Name}")));
    }

    private static string Quoted(string text) => $"'{text}'";
}
