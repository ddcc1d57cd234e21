using Mono.Cecil;

namespace Postvakt.Tests.Architecture;

/// <summary>Reads from compiled assemblies who uses whom.</summary>
internal static class AssemblyUses
{
    private const string Root = "Postvakt.";

    /// <summary>Folders (the first name after Postvakt) whose types name types of other folders: bases, members, locals, code.</summary>
    public static IEnumerable<(string From, string To)> Folders(AssemblyDefinition assembly)
    {
        foreach (var type in assembly.MainModule.GetTypes())
        {
            if (Folder(Outermost(type).Namespace) is not { } from) continue;
            foreach (var used in Used(type).SelectMany(Parts))
            {
                if (used.Scope == assembly.MainModule && Folder(Outermost(used).Namespace) is { } to) yield return (from, to);
            }
        }
    }

    public static IEnumerable<(string From, string To)> Projects(AssemblyDefinition assembly) =>
        assembly.MainModule.AssemblyReferences.Select(reference => (assembly.Name.Name, reference.Name));

    private static string? Folder(string space)
    {
        if (space == "Postvakt") return "(root)";
        return space.StartsWith(Root, StringComparison.Ordinal) ? space[Root.Length..].Split('.')[0] : null;
    }

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        return type;
    }

    private static IEnumerable<TypeReference?> Used(TypeDefinition type)
    {
        yield return type.BaseType;
        foreach (var contract in type.Interfaces) yield return contract.InterfaceType;
        foreach (var attribute in type.CustomAttributes) yield return attribute.AttributeType;
        foreach (var field in type.Fields) yield return field.FieldType;
        foreach (var method in type.Methods)
        {
            yield return method.ReturnType;
            foreach (var parameter in method.Parameters) yield return parameter.ParameterType;
            if (!method.HasBody) continue;
            foreach (var local in method.Body.Variables) yield return local.VariableType;
            foreach (var instruction in method.Body.Instructions)
            {
                switch (instruction.Operand)
                {
                    case TypeReference named: yield return named; break;
                    case FieldReference field:
                        yield return field.DeclaringType;
                        yield return field.FieldType;
                        break;
                    case MethodReference called:
                        yield return called.DeclaringType;
                        yield return called.ReturnType;
                        foreach (var parameter in called.Parameters) yield return parameter.ParameterType;
                        if (called is GenericInstanceMethod generic)
                        {
                            foreach (var argument in generic.GenericArguments) yield return argument;
                        }
                        break;
                }
            }
        }
    }

    /// <summary>A list of messages uses both: the list and the message.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type)
    {
        if (type is null or GenericParameter) yield break;
        if (type is GenericInstanceType generic)
        {
            foreach (var part in generic.GenericArguments.SelectMany(Parts)) yield return part;
        }
        yield return type.GetElementType();
    }
}
