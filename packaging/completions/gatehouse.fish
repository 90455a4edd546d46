# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_gatehouse_global_optspecs
    string join \n json h/help V/version
end

function __fish_gatehouse_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_gatehouse_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_gatehouse_using_subcommand
    set -l cmd (__fish_gatehouse_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c gatehouse -n "__fish_gatehouse_needs_command" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_needs_command" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_needs_command" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_needs_command" -f -a "ask" -d 'Ask a question; the answer streams to standard output'
complete -c gatehouse -n "__fish_gatehouse_needs_command" -f -a "keys" -d 'Show, set or remove keys; a key is never shown and never an argument'
complete -c gatehouse -n "__fish_gatehouse_needs_command" -f -a "connections" -d 'List, add, change or remove connections; find local model servers'
complete -c gatehouse -n "__fish_gatehouse_needs_command" -f -a "settings" -d 'Show or change settings'
complete -c gatehouse -n "__fish_gatehouse_needs_command" -f -a "presets" -d 'List, show, change, remove, export or import presets: a model, instructions and parameters under a name'
complete -c gatehouse -n "__fish_gatehouse_needs_command" -f -a "models" -d 'List the models of a connection, as saved, as shipped, or fetched now'
complete -c gatehouse -n "__fish_gatehouse_needs_command" -f -a "history" -d 'List, show, search, change, delete, export, import, back up and repair earlier conversations'
complete -c gatehouse -n "__fish_gatehouse_needs_command" -f -a "replay" -d 'Play an answer again from the bytes that came'
complete -c gatehouse -n "__fish_gatehouse_needs_command" -f -a "usage" -d 'Say what was used and what it cost, from the ledger in the data folder'
complete -c gatehouse -n "__fish_gatehouse_needs_command" -f -a "doctor" -d 'Test the connections layer by layer'
complete -c gatehouse -n "__fish_gatehouse_needs_command" -f -a "delete-everything" -d 'Delete everything of yours: keys, conversations, drafts, settings, presets, copies, logs'
complete -c gatehouse -n "__fish_gatehouse_needs_command" -f -a "demo-gateway" -d 'Run the demo gateway, which answers without a model, until it is stopped'
complete -c gatehouse -n "__fish_gatehouse_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -s m -l model -d 'Model id, sent as typed' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -s c -l connection -d 'Connection: gateway, openai, openai-responses, anthropic, gemini, local, demo or your own' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l preset -d 'A preset to ask with; what is said beside it wins, see `gatehouse presets`' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -s s -l system -d 'Instructions for the model; replace those of the conversation, an empty text is none' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l max-tokens -d 'Longest answer, in tokens; left to the model when absent' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l temperature -d 'Sampling temperature from 0 to 2; left to the model when absent' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l attach -d 'A picture, PDF or text to go with the question; may be given more than once' -r -F
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l stop -d 'A text at which the answer ends; may be given up to 4 times' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l seed -d 'Seed of the sampling, where the model has one' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l reasoning -d 'How much to think: off, minimal, low, medium, high, max, or a number of tokens' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l schema -d 'A file with the JSON schema that the answer must follow' -r -F
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l conversation -d 'Go on with this conversation' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l leave-out -d 'Leave the oldest N turns of the conversation out of what is sent; they stay stored' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l fallback -d 'What to ask where an attempt fails before its first token, instead of the setting: MODEL, CONNECTION=MODEL or CONNECTION=, with commas between; an empty order is none' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l window -d 'Show the quick-ask window instead, with the text in its box: it is not sent, and is added to what stands there. For a shortcut of the desktop'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l continue -d 'Go on with the conversation updated last, or start one'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l no-stream -d 'Ask for the whole answer at once'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l no-save -d 'Store nothing'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l no-cache -d 'Ask even if a kept answer is at hand, and keep this one for nobody'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l no-wait -d 'Wait neither for a place in your own pace nor before a repeat: the first failure is final'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand ask" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and not __fish_seen_subcommand_from status set remove import renew help" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and not __fish_seen_subcommand_from status set remove import renew help" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and not __fish_seen_subcommand_from status set remove import renew help" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and not __fish_seen_subcommand_from status set remove import renew help" -f -a "status" -d 'Say for each connection whether there is a key, and where'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and not __fish_seen_subcommand_from status set remove import renew help" -f -a "set" -d 'Keep a key in the system\'s keyring; it is read from standard input or asked for'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and not __fish_seen_subcommand_from status set remove import renew help" -f -a "remove" -d 'Remove a key from the system\'s keyring'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and not __fish_seen_subcommand_from status set remove import renew help" -f -a "import" -d 'Take over the keys of an environment file such as .env.local; the file stays as it is'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and not __fish_seen_subcommand_from status set remove import renew help" -f -a "renew" -d 'Renew the Vercel sign-in now, to see whether it can be'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and not __fish_seen_subcommand_from status set remove import renew help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from status" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from status" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from set" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from remove" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from remove" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from import" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from import" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from renew" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from renew" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from renew" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "status" -d 'Say for each connection whether there is a key, and where'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "set" -d 'Keep a key in the system\'s keyring; it is read from standard input or asked for'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Remove a key from the system\'s keyring'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "import" -d 'Take over the keys of an environment file such as .env.local; the file stays as it is'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "renew" -d 'Renew the Vercel sign-in now, to see whether it can be'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand keys; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and not __fish_seen_subcommand_from list add set remove probe help" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and not __fish_seen_subcommand_from list add set remove probe help" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and not __fish_seen_subcommand_from list add set remove probe help" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and not __fish_seen_subcommand_from list add set remove probe help" -f -a "list" -d 'List every connection with the address in effect'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and not __fish_seen_subcommand_from list add set remove probe help" -f -a "add" -d 'Add a connection of your own'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and not __fish_seen_subcommand_from list add set remove probe help" -f -a "set" -d 'Change a connection, also a built-in one; an empty value takes the setting away'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and not __fish_seen_subcommand_from list add set remove probe help" -f -a "remove" -d 'Remove a connection of your own with its key, or the changes of a built-in one'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and not __fish_seen_subcommand_from list add set remove probe help" -f -a "probe" -d 'Look for model servers at the usual ports of this machine'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and not __fish_seen_subcommand_from list add set remove probe help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from list" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from add" -l dialect -d 'openai-chat, openai-responses, anthropic-messages or gemini' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from add" -l base-url -d 'Its address, such as `https://host/v1`' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from add" -l header -d 'A header for every request, such as "X-Title: my app"; never a key' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from add" -l connect-ms -d 'Time-out of connecting in milliseconds, instead of the setting; 0 is off' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from add" -l first-byte-ms -d 'Time-out until the first byte' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from add" -l idle-ms -d 'Time-out between two pieces of an answer' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from add" -l proxy -d 'A proxy for this connection alone, such as `http://host:3128`' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from add" -l ca -d 'A PEM file with certificates to trust beside the system\'s' -r -F
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from add" -l no-key -d 'Questions go without a key'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from add" -l with-key -d 'Questions need a key again'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from add" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from add" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from set" -l dialect -d 'openai-chat, openai-responses, anthropic-messages or gemini' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from set" -l base-url -d 'Its address, such as `https://host/v1`' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from set" -l header -d 'A header for every request, such as "X-Title: my app"; never a key' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from set" -l connect-ms -d 'Time-out of connecting in milliseconds, instead of the setting; 0 is off' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from set" -l first-byte-ms -d 'Time-out until the first byte' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from set" -l idle-ms -d 'Time-out between two pieces of an answer' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from set" -l proxy -d 'A proxy for this connection alone, such as `http://host:3128`' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from set" -l ca -d 'A PEM file with certificates to trust beside the system\'s' -r -F
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from set" -l no-key -d 'Questions go without a key'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from set" -l with-key -d 'Questions need a key again'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from set" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from remove" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from remove" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from probe" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from probe" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from probe" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "list" -d 'List every connection with the address in effect'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add a connection of your own'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "set" -d 'Change a connection, also a built-in one; an empty value takes the setting away'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Remove a connection of your own with its key, or the changes of a built-in one'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "probe" -d 'Look for model servers at the usual ports of this machine'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand connections; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand settings; and not __fish_seen_subcommand_from get set help" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand settings; and not __fish_seen_subcommand_from get set help" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand settings; and not __fish_seen_subcommand_from get set help" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand settings; and not __fish_seen_subcommand_from get set help" -f -a "get" -d 'Show one setting, or all'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand settings; and not __fish_seen_subcommand_from get set help" -f -a "set" -d 'Change a setting; 0 is off, an empty value is the default'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand settings; and not __fish_seen_subcommand_from get set help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand settings; and __fish_seen_subcommand_from get" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand settings; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand settings; and __fish_seen_subcommand_from get" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand settings; and __fish_seen_subcommand_from set" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand settings; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand settings; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand settings; and __fish_seen_subcommand_from help" -f -a "get" -d 'Show one setting, or all'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand settings; and __fish_seen_subcommand_from help" -f -a "set" -d 'Change a setting; 0 is off, an empty value is the default'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand settings; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and not __fish_seen_subcommand_from list show set remove export import help" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and not __fish_seen_subcommand_from list show set remove export import help" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and not __fish_seen_subcommand_from list show set remove export import help" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and not __fish_seen_subcommand_from list show set remove export import help" -f -a "list" -d 'List every preset'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and not __fish_seen_subcommand_from list show set remove export import help" -f -a "show" -d 'Show all that a preset says'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and not __fish_seen_subcommand_from list show set remove export import help" -f -a "set" -d 'Add a preset, or change one; what is not named stays'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and not __fish_seen_subcommand_from list show set remove export import help" -f -a "remove" -d 'Remove a preset; chats that used it keep its instructions'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and not __fish_seen_subcommand_from list show set remove export import help" -f -a "export" -d 'Write all presets and prompt templates to a file, which holds no address and no key'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and not __fish_seen_subcommand_from list show set remove export import help" -f -a "import" -d 'Take over presets and prompt templates from a file; those of the same names give way'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and not __fish_seen_subcommand_from list show set remove export import help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from list" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from show" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from set" -s c -l connection -d 'Connection that is asked' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from set" -s m -l model -d 'Model id' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from set" -s s -l system -d 'Instructions for the model' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from set" -l max-tokens -d 'Longest answer, in tokens' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from set" -l temperature -d 'Sampling temperature from 0 to 2' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from set" -l seed -d 'Seed of the sampling' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from set" -l stop -d 'A text at which the answer ends, instead of those before; may be given up to 4 times' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from set" -l reasoning -d 'How much to think: off, minimal, low, medium, high, max, or a number of tokens' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from set" -l unset -d 'Take one of these away; may be given more than once' -r -f -a "connection\t''
model\t''
system\t''
max-tokens\t''
temperature\t''
seed\t''
stop\t''
reasoning\t''"
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from set" -l rename -d 'Another name for it; chats that use it go on with it' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from set" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from remove" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from remove" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from export" -l force -d 'Replace the file if it is there'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from export" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from import" -l dry-run -d 'Only say what would be done'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from import" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from import" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from help" -f -a "list" -d 'List every preset'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show all that a preset says'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from help" -f -a "set" -d 'Add a preset, or change one; what is not named stays'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Remove a preset; chats that used it keep its instructions'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write all presets and prompt templates to a file, which holds no address and no key'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from help" -f -a "import" -d 'Take over presets and prompt templates from a file; those of the same names give way'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand presets; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand models" -s c -l connection -d 'Whose models; the connection that a question would go to when absent' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand models" -l refresh -d 'Ask the connection for its list, and save it'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand models" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand models" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand models" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "list" -d 'List conversations, pinned ones and then the newest first'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "show" -d 'Show a conversation: its questions and answers'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "sent" -d 'Show what was sent for an answer: its last request, to the letter, without any key'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "search" -d 'Find messages and titles that have all of these: words, "phrases", wor*, *part*, -without'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "rename" -d 'Give a conversation a title; an empty one goes back to its first question'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "set" -d 'Pin, archive, file or tag a conversation, or choose model and instructions for it'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "delete" -d 'Delete conversations; for some minutes they can be taken back'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "deleted" -d 'List the deleted conversations that can still be taken back'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "take-back" -d 'Take a deleted conversation back'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "export" -d 'Write conversations for people (md, html) or, with everything that can be imported again, as json'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "import" -d 'Take over conversations from an export of another program or of Gatehouse, as zip or JSON'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "backup" -d 'Copy the whole history: to a file, or into the folder of automatic copies, which keeps the last five'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "backups" -d 'List the automatic copies, the newest first'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "restore" -d 'Merge a copy into the history; nothing newer is overwritten, settings stay, missing presets come back'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "check" -d 'Check the history file and the search index'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "rebuild" -d 'Make the search index anew; no message is touched'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "salvage" -d 'Set a damaged history aside and bring over what can be read of it, and of the newest copy'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and not __fish_seen_subcommand_from list show sent search rename set delete deleted take-back export import backup backups restore check rebuild salvage help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from list" -l folder -d 'Those in a folder, in the archive or not' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from list" -l tag -d 'Those with a tag, in the archive or not' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from list" -l archived -d 'Those in the archive, in place of the others'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from list" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from show" -l save-pictures -d 'Write the pictures in its answers to this folder; a file that is there stays as it is' -r -F
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from show" -l tree -d 'All messages, not only the chosen path; ‹2/3› is the second of three versions'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from show" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from sent" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from sent" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from sent" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from search" -l limit -d 'How many hits at most' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from search" -l relevance -d 'The best of the newest 2,000 hits first, instead of the newest'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from search" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from search" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from search" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from rename" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from rename" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from rename" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -l folder -d 'Put it into a folder; an empty name takes it out' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -l tag -d 'Give it a tag; may be given more than once' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -l untag -d 'Take a tag away; may be given more than once' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -s m -l model -d 'Model of its next questions; an empty one leaves it to its last answer' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -s c -l connection -d 'Connection of its next questions; an empty one leaves it to its last answer' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -s s -l system -d 'Its instructions from now on; empty ones take them away' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -l preset -d 'A preset for its next questions; an empty text takes it away' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -l default-instructions -d 'Whether the instructions for all chats are sent where it has none of its own' -r -f -a "true\t''
false\t''"
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -l pin -d 'Put it before the others'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -l unpin -d 'No longer'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -l archive -d 'Take it out of the usual list'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -l unarchive -d 'Put it back there'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -l unread -d 'Mark it as unread'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -l read -d 'Mark it as read'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from delete" -l now -d 'For good, at once, from the automatic copies too'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from delete" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from delete" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from deleted" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from deleted" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from deleted" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from take-back" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from take-back" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from take-back" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from export" -l format -d 'md, html or json; when absent, what the ending of FILE says, else md' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from export" -s o -l output -d 'To this file, which only you can read, instead of standard output' -r -F
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from export" -l force -d 'Replace the file if it is there'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from export" -l tree -d 'All messages, not only the chosen path; json always has them'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from export" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from import" -l dry-run -d 'Only say what would be added'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from import" -l with-deleted -d 'Bring back also what was deleted here'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from import" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from import" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from backup" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from backup" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from backup" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from backups" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from backups" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from backups" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from restore" -l dry-run -d 'Only say what would be done'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from restore" -l with-deleted -d 'Also bring back what was deleted here'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from restore" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from restore" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from restore" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from check" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from rebuild" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from rebuild" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from rebuild" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from salvage" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from salvage" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from salvage" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "list" -d 'List conversations, pinned ones and then the newest first'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a conversation: its questions and answers'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "sent" -d 'Show what was sent for an answer: its last request, to the letter, without any key'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "search" -d 'Find messages and titles that have all of these: words, "phrases", wor*, *part*, -without'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "rename" -d 'Give a conversation a title; an empty one goes back to its first question'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "set" -d 'Pin, archive, file or tag a conversation, or choose model and instructions for it'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Delete conversations; for some minutes they can be taken back'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "deleted" -d 'List the deleted conversations that can still be taken back'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "take-back" -d 'Take a deleted conversation back'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write conversations for people (md, html) or, with everything that can be imported again, as json'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "import" -d 'Take over conversations from an export of another program or of Gatehouse, as zip or JSON'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "backup" -d 'Copy the whole history: to a file, or into the folder of automatic copies, which keeps the last five'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "backups" -d 'List the automatic copies, the newest first'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "restore" -d 'Merge a copy into the history; nothing newer is overwritten, settings stay, missing presets come back'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check the history file and the search index'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "rebuild" -d 'Make the search index anew; no message is touched'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "salvage" -d 'Set a damaged history aside and bring over what can be read of it, and of the newest copy'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand history; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand replay" -l speed -d 'How many times as fast as it came' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand replay" -l save -d 'Write it to a file for a bug report instead; the file holds the question and the answer' -r -F
complete -c gatehouse -n "__fish_gatehouse_using_subcommand replay" -l instant -d 'Without any wait'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand replay" -l redact -d 'Replace what looks like a key in that file by ***'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand replay" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand replay" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand replay" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand usage" -l by -d 'By what sums are made: day, month, model or connection' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand usage" -l since -d 'From this day on, such as 2026-11-30, by the clocks here' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand usage" -l until -d 'To the end of this day' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand usage" -l csv -d 'Every request as a line of CSV instead of sums'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand usage" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand usage" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand usage" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand doctor" -l no-spend -d 'Send nothing that could cost money'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand doctor" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand doctor" -s h -l help -d 'Print help'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand doctor" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand delete-everything" -s y -l yes -d 'Do not ask; needed where nobody can be asked'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand delete-everything" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand delete-everything" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand delete-everything" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand demo-gateway" -l port -d 'Port on the loopback address; a free one when absent' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand demo-gateway" -l scenario -d 'How it answers, for testing clients; `--help` lists the ways' -r
complete -c gatehouse -n "__fish_gatehouse_using_subcommand demo-gateway" -l json -d 'Print JSON: of `ask` and `replay` one object a line, of the others one document'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand demo-gateway" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand demo-gateway" -s V -l version -d 'Print version'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and not __fish_seen_subcommand_from ask keys connections settings presets models history replay usage doctor delete-everything demo-gateway help" -f -a "ask" -d 'Ask a question; the answer streams to standard output'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and not __fish_seen_subcommand_from ask keys connections settings presets models history replay usage doctor delete-everything demo-gateway help" -f -a "keys" -d 'Show, set or remove keys; a key is never shown and never an argument'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and not __fish_seen_subcommand_from ask keys connections settings presets models history replay usage doctor delete-everything demo-gateway help" -f -a "connections" -d 'List, add, change or remove connections; find local model servers'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and not __fish_seen_subcommand_from ask keys connections settings presets models history replay usage doctor delete-everything demo-gateway help" -f -a "settings" -d 'Show or change settings'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and not __fish_seen_subcommand_from ask keys connections settings presets models history replay usage doctor delete-everything demo-gateway help" -f -a "presets" -d 'List, show, change, remove, export or import presets: a model, instructions and parameters under a name'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and not __fish_seen_subcommand_from ask keys connections settings presets models history replay usage doctor delete-everything demo-gateway help" -f -a "models" -d 'List the models of a connection, as saved, as shipped, or fetched now'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and not __fish_seen_subcommand_from ask keys connections settings presets models history replay usage doctor delete-everything demo-gateway help" -f -a "history" -d 'List, show, search, change, delete, export, import, back up and repair earlier conversations'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and not __fish_seen_subcommand_from ask keys connections settings presets models history replay usage doctor delete-everything demo-gateway help" -f -a "replay" -d 'Play an answer again from the bytes that came'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and not __fish_seen_subcommand_from ask keys connections settings presets models history replay usage doctor delete-everything demo-gateway help" -f -a "usage" -d 'Say what was used and what it cost, from the ledger in the data folder'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and not __fish_seen_subcommand_from ask keys connections settings presets models history replay usage doctor delete-everything demo-gateway help" -f -a "doctor" -d 'Test the connections layer by layer'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and not __fish_seen_subcommand_from ask keys connections settings presets models history replay usage doctor delete-everything demo-gateway help" -f -a "delete-everything" -d 'Delete everything of yours: keys, conversations, drafts, settings, presets, copies, logs'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and not __fish_seen_subcommand_from ask keys connections settings presets models history replay usage doctor delete-everything demo-gateway help" -f -a "demo-gateway" -d 'Run the demo gateway, which answers without a model, until it is stopped'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and not __fish_seen_subcommand_from ask keys connections settings presets models history replay usage doctor delete-everything demo-gateway help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from keys" -f -a "status" -d 'Say for each connection whether there is a key, and where'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from keys" -f -a "set" -d 'Keep a key in the system\'s keyring; it is read from standard input or asked for'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from keys" -f -a "remove" -d 'Remove a key from the system\'s keyring'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from keys" -f -a "import" -d 'Take over the keys of an environment file such as .env.local; the file stays as it is'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from keys" -f -a "renew" -d 'Renew the Vercel sign-in now, to see whether it can be'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from connections" -f -a "list" -d 'List every connection with the address in effect'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from connections" -f -a "add" -d 'Add a connection of your own'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from connections" -f -a "set" -d 'Change a connection, also a built-in one; an empty value takes the setting away'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from connections" -f -a "remove" -d 'Remove a connection of your own with its key, or the changes of a built-in one'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from connections" -f -a "probe" -d 'Look for model servers at the usual ports of this machine'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from settings" -f -a "get" -d 'Show one setting, or all'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from settings" -f -a "set" -d 'Change a setting; 0 is off, an empty value is the default'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from presets" -f -a "list" -d 'List every preset'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from presets" -f -a "show" -d 'Show all that a preset says'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from presets" -f -a "set" -d 'Add a preset, or change one; what is not named stays'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from presets" -f -a "remove" -d 'Remove a preset; chats that used it keep its instructions'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from presets" -f -a "export" -d 'Write all presets and prompt templates to a file, which holds no address and no key'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from presets" -f -a "import" -d 'Take over presets and prompt templates from a file; those of the same names give way'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "list" -d 'List conversations, pinned ones and then the newest first'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "show" -d 'Show a conversation: its questions and answers'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "sent" -d 'Show what was sent for an answer: its last request, to the letter, without any key'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "search" -d 'Find messages and titles that have all of these: words, "phrases", wor*, *part*, -without'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "rename" -d 'Give a conversation a title; an empty one goes back to its first question'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "set" -d 'Pin, archive, file or tag a conversation, or choose model and instructions for it'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "delete" -d 'Delete conversations; for some minutes they can be taken back'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "deleted" -d 'List the deleted conversations that can still be taken back'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "take-back" -d 'Take a deleted conversation back'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "export" -d 'Write conversations for people (md, html) or, with everything that can be imported again, as json'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "import" -d 'Take over conversations from an export of another program or of Gatehouse, as zip or JSON'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "backup" -d 'Copy the whole history: to a file, or into the folder of automatic copies, which keeps the last five'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "backups" -d 'List the automatic copies, the newest first'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "restore" -d 'Merge a copy into the history; nothing newer is overwritten, settings stay, missing presets come back'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "check" -d 'Check the history file and the search index'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "rebuild" -d 'Make the search index anew; no message is touched'
complete -c gatehouse -n "__fish_gatehouse_using_subcommand help; and __fish_seen_subcommand_from history" -f -a "salvage" -d 'Set a damaged history aside and bring over what can be read of it, and of the newest copy'
