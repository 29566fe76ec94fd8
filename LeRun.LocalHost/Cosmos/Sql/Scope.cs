namespace LeRun.LocalHost.Cosmos.Sql;

/// <summary>The names that a query declares, and the slots of their values.</summary>
internal sealed class Scope
{
    private Dictionary<string, Expression> _names = new(StringComparer.Ordinal);

    /// <summary>How many slots a row needs so far; slot 0 is the item.</summary>
    public int Slots { get; private set; } = 1;

    public void DeclareItem(string name) => _names[name] = new Alias(name, 0, collection: null);

    /// <summary>Gives the alias of a collection's elements a slot.</summary>
    public int Declare(Token alias, Expression collection)
    {
        var slot = Slots++;
        if (!_names.TryAdd(alias.Text, new Alias(alias.Text, slot, collection)))
            throw SqlError.Unknown(alias, $"The alias '{alias.Text}' is used twice.");
        return slot;
    }

    public Expression Resolve(Token name) => _names.TryGetValue(name.Text, out var named)
        ? named
        : throw SqlError.Unknown(name, $"Identifier '{name.Text}' could not be resolved.");

    /// <summary>Begins a subquery, which sees the outer names. Returns what <see cref="Leave"/> takes back.</summary>
    public Dictionary<string, Expression> Enter()
    {
        var outer = _names;
        _names = new(outer, StringComparer.Ordinal);
        return outer;
    }

    public void Leave(Dictionary<string, Expression> outer) => _names = outer;
}
