using System.CommandLine;
using System.Runtime.CompilerServices;
using Postvakt.Access;
using Postvakt.Audit;

namespace Postvakt.Cli.Verbs;

/// <summary>Verbs declare what they need, all of them: the server does not start beside one that does not.</summary>
internal static class VerbNeeds
{
    private static readonly ConditionalWeakTable<Command, Need> Declared = [];

    /// <summary>Asks a server for something that needs a role and a scope; its help says so.</summary>
    public static Command Needs(this Command verb, Role role, string scope)
    {
        Declared.Add(verb, new Need(role, scope));
        verb.Description += $" [{role.ToString().ToLowerInvariant()}, {scope}]";
        return verb;
    }

    /// <summary>Works with files of this machine, with the rights of the account that runs it.</summary>
    public static Command NeedsAccount(this Command verb)
    {
        Declared.Add(verb, Need.Nothing);
        return verb;
    }

    /// <summary>Verbs below a command that do something and declare nothing.</summary>
    public static IEnumerable<string> Undeclared(Command command) =>
        command.Subcommands.Count == 0 ? Declared.TryGetValue(command, out _) ? [] : [command.Name] : command.Subcommands.SelectMany(Undeclared).Select(name => command is RootCommand ? name : $"{command.Name} {name}");
}
