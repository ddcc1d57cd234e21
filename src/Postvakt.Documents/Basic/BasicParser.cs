using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Basic;

/// <summary>
/// Parses Basic ([MS-VBAL] 5, and VBScript) line by line. Nothing is an error: a statement that makes no sense is left out, a block without end ends
/// with its procedure.
/// </summary>
internal sealed partial class BasicParser
{
    /// <summary>Blocks and parentheses inside each other; deeper ones are read as if flat.</summary>
    private const int MaxDepth = 60;

    private const int MaxProcedures = 5000;

    private readonly BasicUnit _unit;
    private readonly List<BasicToken> _tokens;
    private readonly Budget _budget;
    private int _at;
    private int _depth;

    private BasicParser(BasicUnit unit, List<BasicToken> tokens, Budget budget) => (_unit, _tokens, _budget) = (unit, tokens, budget);

    public static void Parse(BasicUnit unit, List<BasicToken> tokens, Budget budget) => new BasicParser(unit, tokens, budget).Unit();

    /// <summary>Never leaves the last token, which is the end.</summary>
    private int At
    {
        get => _at;
        set => _at = Math.Min(value, _tokens.Count - 1);
    }

    private BasicToken Now => _tokens[At];

    private BasicToken Ahead(int count = 1) => _tokens[Math.Min(At + count, _tokens.Count - 1)];

    private bool AtEnd => Now.Kind == BasicTokenKind.End;

    private bool Take(string name)
    {
        if (!Now.IsName(name)) return false;
        At++;
        return true;
    }

    private bool TakeSymbol(string symbol)
    {
        if (!Now.Is(symbol)) return false;
        At++;
        return true;
    }

    private void SkipLine()
    {
        while (Now.Kind is not (BasicTokenKind.NewLine or BasicTokenKind.End)) At++;
    }

    private void SkipStatement()
    {
        while (!Now.EndsStatement) At++;
    }

    private void Unit()
    {
        while (!AtEnd)
        {
            _budget.Look();
            var before = At;
            if (!Header()) Block(_unit.Outside);
            // An "End If" or "Next" that closes nothing.
            if (At == before) SkipLine();
            if (Now.Kind == BasicTokenKind.NewLine) At++;
        }
    }

    /// <summary>The beginning of a procedure, with its body behind it.</summary>
    private bool Header()
    {
        var start = At;
        while (Now.Kind == BasicTokenKind.Name && Now.Text is "private" or "public" or "friend" or "static" or "global" or "default") At++;
        var isProcedure = Now.Kind == BasicTokenKind.Name && (Now.Text is "sub" or "function" || Now.Text == "property" && Ahead().Kind == BasicTokenKind.Name && Ahead().Text is "get" or "let" or "set");
        if (!isProcedure)
        {
            At = start;
            return false;
        }
        if (Take("property")) At++;
        else At++;
        var title = Now.Kind == BasicTokenKind.Name ? _unit.Source[Now.Start..Now.End] : "";
        var (name, line) = (Now.Text, Now.Line);
        if (title.Length > 0) At++;
        var parameters = Parameters();
        SkipStatement();
        var body = new List<BasicStatement>();
        while (!AtEnd)
        {
            var before = At;
            Block(body);
            if (IsProcedureEnd()) break;
            if (IsHeader()) break;
            if (At == before || !Now.EndsStatement) SkipLine();
            if (Now.Kind == BasicTokenKind.NewLine) At++;
        }
        if (IsProcedureEnd()) At += 2;
        if (title.Length == 0) return true;
        _unit.IsCut |= _unit.Procedures.Count >= MaxProcedures;
        if (_unit.IsCut) return true;
        _unit.Procedures.Add(new BasicProcedure(name, title, _unit, line, parameters, body));
        return true;
    }

    private bool IsProcedureEnd() => Now.IsName("end") && Ahead().Kind == BasicTokenKind.Name && Ahead().Text is "sub" or "function" or "property";

    private bool IsHeader()
    {
        var at = At;
        while (_tokens[at].Kind == BasicTokenKind.Name && _tokens[at].Text is "private" or "public" or "friend" or "static" or "global" or "default") at++;
        var next = _tokens[Math.Min(at + 1, _tokens.Count - 1)];
        return _tokens[at].Kind == BasicTokenKind.Name && next.Kind == BasicTokenKind.Name && (_tokens[at].Text is "sub" or "function" || _tokens[at].Text == "property" && next.Text is "get" or "let" or "set");
    }

    private List<(string, bool)> Parameters()
    {
        var parameters = new List<(string, bool)>();
        if (!TakeSymbol("(")) return parameters;
        while (!Now.EndsStatement && !Now.Is(")") && parameters.Count < 60)
        {
            var isByValue = false;
            while (Now.Kind == BasicTokenKind.Name && Now.Text is "byval" or "byref" or "optional" or "paramarray") isByValue |= _tokens[At++].Text == "byval";
            if (Now.Kind == BasicTokenKind.Name) parameters.Add((Now.Text, isByValue));
            for (var open = 0; !Now.EndsStatement && (open > 0 || !(Now.Is(",") || Now.Is(")"))); At++) open += Now.Is("(") ? 1 : Now.Is(")") ? -1 : 0;
            TakeSymbol(",");
        }
        TakeSymbol(")");
        return parameters;
    }

    /// <summary>Statements until a word that closes or parts a block, whichever block it belongs to; the caller looks whether it is its own.</summary>
    private void Block(List<BasicStatement> into)
    {
        _depth++;
        while (!AtEnd)
        {
            while (Now.Kind == BasicTokenKind.NewLine || Now.Is(":")) At++;
            if (ClosesBlock() || IsHeader()) break;
            var before = At;
            Statement(into);
            if (At == before) At++;
        }
        _depth--;
    }

    private bool ClosesBlock() => Now.Kind == BasicTokenKind.Name && Now.Text switch
    {
        "end" => Ahead().Kind == BasicTokenKind.Name && Ahead().Text is "if" or "with" or "select" or "sub" or "function" or "property" or "type" or "enum" or "class",
        "else" or "elseif" or "loop" or "wend" or "case" => true,
        "next" => Ahead().EndsStatement || Ahead().Kind == BasicTokenKind.Name,
        _ => false,
    };

    /// <summary>One statement; leaves the position behind it.</summary>
    private void Statement(List<BasicStatement> into)
    {
        _budget.Step();
        // Line numbers and labels.
        if (Now.Kind == BasicTokenKind.Number) At++;
        if (Now.Kind == BasicTokenKind.Name && Ahead().Is(":") && !IsWordAlone(Now.Text))
        {
            At += 2;
            return;
        }
        if (Now.Kind == BasicTokenKind.Name && Keyword(into)) return;
        if (Now.EndsStatement) return;
        Simple(into);
    }

    private static bool IsWordAlone(string word) => word is "else" or "do" or "end" or "stop" or "return" or "doevents" or "beep" or "randomize" or "close" or "reset" or "wend" or "loop";

    private bool Keyword(List<BasicStatement> into)
    {
        var line = Now.Line;
        switch (Now.Text)
        {
            // Deeper blocks are left out as such: their statements are read as if they stood side by side.
            case "if" or "for" or "do" or "while" or "with" or "select" when _depth > MaxDepth:
                SkipLine();
                return true;
            case "attribute" when Ahead().Kind == BasicTokenKind.Name:
            case "option" when Ahead().Kind == BasicTokenKind.Name:
            case "implements" or "event" or "defint" or "deflng" or "defstr" or "defvar" or "defobj" when Ahead().Kind == BasicTokenKind.Name:
            case "on" when Ahead().Kind == BasicTokenKind.Name && Ahead().Text is "error" or "local":
            case "goto" or "gosub" or "resume" or "raiseevent" or "erase" or "seek" or "lock" or "unlock" when Ahead().Kind is BasicTokenKind.Name or BasicTokenKind.Number:
            case "close" when Ahead().EndsStatement || Ahead().Is("#") || Ahead().Kind == BasicTokenKind.Number:
                SkipStatement();
                return true;
            case "type" or "enum" when Ahead().Kind == BasicTokenKind.Name && Ahead(2).EndsStatement:
                SkipType(Now.Text);
                return true;
            case "private" or "public" or "friend" or "global" or "static" when Ahead().Kind == BasicTokenKind.Name:
                while (Now.Kind == BasicTokenKind.Name && Now.Text is "private" or "public" or "friend" or "global" or "static") At++;
                if (Now.Kind != BasicTokenKind.Name || !Keyword(into)) Variables(into, isConstant: false);
                return true;
            case "declare" when Ahead().Kind == BasicTokenKind.Name:
                Declare();
                return true;
            case "class" when Ahead().Kind == BasicTokenKind.Name && Ahead(2).EndsStatement:
                SkipLine();
                return true;
            case "dim" or "redim":
                var isNew = Now.Text == "redim";
                At++;
                Variables(into, isConstant: false, keeps: isNew && Take("preserve"));
                return true;
            case "withevents":
                At++;
                Variables(into, isConstant: false);
                return true;
            case "const" when Ahead().Kind == BasicTokenKind.Name:
                At++;
                Variables(into, isConstant: true);
                return true;
            case "if":
                If(into);
                return true;
            case "for":
                For(into);
                return true;
            case "do" or "while":
                Loop(into);
                return true;
            case "with" when !Ahead().Is("="):
                At++;
                var target = Expression();
                SkipStatement();
                var body = new List<BasicStatement>();
                Block(body);
                CloseWith("with");
                into.Add(new BasicStatement.With(target, body) { Line = line });
                return true;
            case "select" when Ahead().IsName("case"):
                Select(into);
                return true;
            case "exit" when Ahead().Kind == BasicTokenKind.Name:
                into.Add(new BasicStatement.Exit(Ahead().Text) { Line = line });
                SkipStatement();
                return true;
            case "end" when Ahead().EndsStatement:
                into.Add(new BasicStatement.Exit("end") { Line = line });
                At++;
                return true;
            case "open" when Holds("for") && !Ahead().Is("="):
                Open(into);
                return true;
            case "print" or "write" or "put" when Ahead().Is("#") || Ahead().Kind == BasicTokenKind.Number || Now.Text == "put" && Ahead().Kind == BasicTokenKind.Name:
                Output(into);
                return true;
            case "name" when Holds("as") && !Ahead().Is("=") && !Ahead().Is("."):
                At++;
                var from = Expression();
                Take("as");
                into.Add(new BasicStatement.Do(new BasicExpression.Call(new BasicExpression.Name("name"), [from, Expression()])) { Line = line });
                return true;
            case "set" or "let" or "call" or "lset" or "rset" when Ahead().Kind == BasicTokenKind.Name || Ahead().Is("."):
                At++;
                Simple(into);
                return true;
            default:
                return false;
        }
    }

    /// <summary>An assignment or a call.</summary>
    private void Simple(List<BasicStatement> into)
    {
        var line = Now.Line;
        var start = At;
        if (Now.Kind is not BasicTokenKind.Name && !Now.Is("."))
        {
            SkipStatement();
            return;
        }
        var expression = Postfix(isStatement: true);
        if (TakeSymbol("="))
        {
            into.Add(new BasicStatement.Assign(expression, Expression()) { Line = line });
        }
        else if (Now.EndsStatement || Now.IsName("else"))
        {
            into.Add(new BasicStatement.Do(expression) { Line = line });
        }
        else
        {
            // "Shell (a) & b, 0": what looked like the argument list was the first argument.
            if (_openedAt > start && expression is BasicExpression.Call call)
            {
                At = _openedAt;
                expression = call.Callee;
            }
            into.Add(new BasicStatement.Do(new BasicExpression.Call(expression, Arguments())) { Line = line });
        }
        if (!Now.IsName("else")) SkipStatement();
    }

    /// <summary>True when a word stands in the rest of the statement.</summary>
    private bool Holds(string word)
    {
        for (var at = At + 1; at < _tokens.Count && !_tokens[at].EndsStatement; at++)
        {
            if (_tokens[at].IsName(word)) return true;
        }
        return false;
    }

    private void SkipType(string kind)
    {
        for (var lines = 0; !AtEnd && lines < 5000; lines++)
        {
            SkipLine();
            while (Now.Kind == BasicTokenKind.NewLine) At++;
            if (IsHeader()) return;
            if (!Now.IsName("end") || !Ahead().IsName(kind)) continue;
            At += 2;
            return;
        }
    }

    /// <summary>5.2.3.5: Declare [PtrSafe] Sub|Function name Lib "x" [Alias "y"].</summary>
    private void Declare()
    {
        At++;
        while (Now.Kind == BasicTokenKind.Name && Now.Text is "ptrsafe" or "sub" or "function") At++;
        var (name, title, library, alias) = (Now.Text, Now.Kind == BasicTokenKind.Name ? _unit.Source[Now.Start..Now.End] : "", "", "");
        while (!Now.EndsStatement && !Now.Is("("))
        {
            if (Now.IsName("lib") && Ahead().Kind == BasicTokenKind.Text) library = Ahead().Text;
            if (Now.IsName("alias") && Ahead().Kind == BasicTokenKind.Text) alias = Ahead().Text;
            At++;
        }
        SkipStatement();
        if (title.Length > 0) _unit.LibraryFunctions[name] = new BasicLibraryFunction(BasicLibraryCalls.Library(library), alias.Length > 0 && alias[0] != '#' ? alias : title);
    }
}
